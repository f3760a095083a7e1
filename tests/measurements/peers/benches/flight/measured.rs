//! What the rounds gave for one candidate.

#[derive(Default)]
pub(crate) struct Measured {
    pub(crate) name: &'static str,
    pub(crate) uncontended: Vec<f64>,
    pub(crate) herds: [Herded; 4],
}

#[derive(Default)]
pub(crate) struct Herded {
    pub(crate) milliseconds: Vec<f64>,
    pub(crate) bodies: Vec<usize>,
}

impl Measured {
    pub(crate) fn line(&self) -> Vec<String> {
        let mut line = vec![self.name.to_owned(), least_and_median(&self.uncontended)];
        for herd in &self.herds {
            let (least, most) = (herd.bodies.iter().min(), herd.bodies.iter().max());
            let bodies = match (least, most) {
                (Some(least), Some(most)) if least == most => least.to_string(),
                (Some(least), Some(most)) => format!("{least} to {most}"),
                _ => String::new(),
            };
            line.extend([least_and_median(&herd.milliseconds), bodies]);
        }
        line
    }
}

fn least_and_median(figures: &[f64]) -> String {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.first() {
        Some(least) => format!("{least:.1} / {:.1}", sorted[sorted.len() / 2]),
        None => String::new(),
    }
}
