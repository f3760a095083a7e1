//! Formats text, numbers and times for the page.

use core::{
    fmt::{self, Display, Formatter, Write as _},
    time::Duration,
};

/// Escapes text for HTML, between tags or in a quoted attribute.
pub(super) struct Escaped<T>(pub(super) T);

impl<T: Display> Display for Escaped<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        struct Escape<'a, 'b>(&'a mut Formatter<'b>);

        impl fmt::Write for Escape<'_, '_> {
            fn write_str(&mut self, text: &str) -> fmt::Result {
                let mut rest = text;
                while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
                    self.0.write_str(&rest[..at])?;
                    self.0.write_str(match rest.as_bytes()[at] {
                        b'&' => "&amp;",
                        b'<' => "&lt;",
                        b'>' => "&gt;",
                        b'"' => "&quot;",
                        _ => "&#39;",
                    })?;
                    rest = &rest[at + 1..];
                }
                self.0.write_str(rest)
            }
        }

        write!(Escape(f), "{}", self.0)
    }
}

/// Formats a number with commas between groups of three digits.
pub(super) struct Number<N>(pub(super) N);

impl<N: Copy + Into<u128>> Display for Number<N> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let number = self.0.into();
        if number < 1_000 {
            return write!(f, "{number}");
        }
        write!(f, "{},{:03}", Number(number / 1_000), number % 1_000)
    }
}

/// Formats a count with its noun: the second field if the count is 1, otherwise the third.
pub(super) struct Count(pub(super) usize, pub(super) &'static str, pub(super) &'static str);

impl Display for Count {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(count, one, several) = *self;
        write!(f, "{} {}", Number(count as u64), if count == 1 { one } else { several })
    }
}

/// Formats an age in its two largest units. The `title` has the exact age in seconds.
pub(super) struct Age(pub(super) Duration);

impl Display for Age {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let exact = self.0.as_secs_f64();
        write!(f, r#"<time datetime="PT{exact:.3}S" title="{exact:.3} s">{}</time>"#, Rounded(self.0))
    }
}

struct Rounded(Duration);

impl Display for Rounded {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (seconds, milliseconds) = (self.0.as_secs(), self.0.subsec_millis());
        match seconds {
            0 => write!(f, "{milliseconds} ms"),
            1..10 => write!(f, "{seconds}.{} s", milliseconds / 100),
            10..60 => write!(f, "{seconds} s"),
            60..3_600 => write!(f, "{} min {} s", seconds / 60, seconds % 60),
            3_600..86_400 => write!(f, "{} h {} min", seconds / 3_600, seconds / 60 % 60),
            _ => write!(f, "{} d {} h", Number(seconds / 86_400), seconds / 3_600 % 24),
        }
    }
}

/// Formats the UTC time of day. The field is the time since the Unix epoch.
pub(super) struct TimeOfDay(pub(super) Duration);

impl Display for TimeOfDay {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs() % 86_400;
        write!(f, "{:02}:{:02}:{:02} UTC", seconds / 3_600, seconds / 60 % 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::{Age, Count, Escaped, Number, Rounded, TimeOfDay};
    use core::time::Duration;
    use std::string::ToString;

    #[test]
    fn characters_with_a_meaning_in_html_are_escaped() {
        let hostile = r#"</td><script>alert('&amp;"')</script>"#;
        let expected = "&lt;/td&gt;&lt;script&gt;alert(&#39;&amp;amp;&quot;&#39;)&lt;/script&gt;";
        assert_eq!(Escaped(hostile).to_string(), expected);
        assert_eq!(Escaped("größer").to_string(), "größer");
    }

    #[test]
    fn numbers_are_grouped_by_commas() {
        for (number, text) in
            [(0_u64, "0"), (999, "999"), (1_000, "1,000"), (1_020_300, "1,020,300"), (12_345, "12,345")]
        {
            assert_eq!(Number(number).to_string(), text);
        }
        assert_eq!(Count(1, "map", "maps").to_string(), "1 map");
        assert_eq!(Count(0, "map", "maps").to_string(), "0 maps");
    }

    #[test]
    fn ages_have_two_units_and_are_never_rounded_up() {
        for (milliseconds, text) in [
            (0, "0 ms"),
            (999, "999 ms"),
            (1_999, "1.9 s"),
            (59_999, "59 s"),
            (60_000, "1 min 0 s"),
            (192_345, "3 min 12 s"),
            (7_500_000, "2 h 5 min"),
            (360_000_000, "4 d 4 h"),
        ] {
            assert_eq!(Rounded(Duration::from_millis(milliseconds)).to_string(), text);
        }
        let age = r#"<time datetime="PT192.345S" title="192.345 s">3 min 12 s</time>"#;
        assert_eq!(Age(Duration::from_millis(192_345)).to_string(), age);
        assert_eq!(TimeOfDay(Duration::from_secs(1_795_380_667)).to_string(), "20:51:07 UTC");
    }
}
