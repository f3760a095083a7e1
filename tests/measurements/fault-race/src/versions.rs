//! Which versions were raced: those that this program is built with.

use serde::Deserialize;

const LOCK: &str = include_str!("../../../../Cargo.lock");

#[derive(Deserialize)]
struct Lock {
    package: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    /// Of each its name, and its version, too, where that name alone would not tell.
    #[serde(default)]
    dependencies: Vec<String>,
}

pub(crate) struct Versions(Lock);

impl Versions {
    pub(crate) fn read() -> Self {
        Self(toml::from_str(LOCK).expect("cargo has written it"))
    }

    /// The version of `package` that this one depends on.
    pub(crate) fn of(&self, package: &str) -> &str {
        let this = self.named(env!("CARGO_PKG_NAME")).next().expect("this package is in the workspace");
        let dependency = this.dependencies.iter().find(|dependency| dependency.split(' ').next() == Some(package));
        let dependency = dependency.expect("what is raced is a dependency");
        let version = dependency.split(' ').nth(1);
        version.unwrap_or_else(|| &self.named(package).next().expect("a dependency is in the file").version)
    }

    fn named<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Package> {
        self.0.package.iter().filter(move |package| package.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::Versions;

    #[test]
    fn of_two_versions_it_is_the_one_that_this_package_has() {
        let versions = Versions(
            toml::from_str(
                r#"
                [[package]]
                name = "raced"
                version = "1.0.0"
                [[package]]
                name = "raced"
                version = "2.0.0"
                [[package]]
                name = "other"
                version = "3.0.0"
                [[package]]
                name = "scoped-entry-fault-race"
                version = "0.0.0"
                dependencies = ["other", "raced 2.0.0"]
                "#,
            )
            .unwrap(),
        );
        assert_eq!((versions.of("raced"), versions.of("other")), ("2.0.0", "3.0.0"));
    }
}
