//! The collector of `prometheus-client`, scraped as text, with each version that the crate has a feature for.

const PAGE: &str = "\
# HELP inflight_entries Number of entries
# TYPE inflight_entries gauge
inflight_entries{map=\"unnamed\"} 0
# HELP inflight_entries_peak Highest number of entries at one moment
# TYPE inflight_entries_peak gauge
inflight_entries_peak{map=\"unnamed\"} 0
# HELP inflight_oldest_entry_age_seconds Age of the oldest entry in seconds
# TYPE inflight_oldest_entry_age_seconds gauge
inflight_oldest_entry_age_seconds{map=\"unnamed\"} 0.0
# HELP inflight_entered Number of entries inserted
# TYPE inflight_entered counter
inflight_entered_total{map=\"unnamed\"} 0
# HELP inflight_exited Number of entries removed
# TYPE inflight_exited counter
inflight_exited_total{map=\"unnamed\",outcome=\"ended\"} 0
inflight_exited_total{map=\"unnamed\",outcome=\"panicked\"} 0
# HELP inflight_excesses Number of times that the map exceeded its limit
# TYPE inflight_excesses counter
inflight_excesses_total{map=\"unnamed\"} 0
# EOF
";

macro_rules! versions {
    ($($module:ident $client:ident;)*) => {$(
        mod $module {
            use crate::shown::Exporter;
            use ::$client::encoding::text::encode;
            use scoped_entry::{InflightMap, observe};

            struct Client(::$client::registry::Registry);

            impl Exporter for Client {
                fn new(registry: &observe::Registry) -> Self {
                    let mut client = ::$client::registry::Registry::default();
                    client.register_collector(Box::new(registry.clone()));
                    Self(client)
                }

                fn scrape(&self) -> String {
                    let mut page = String::new();
                    encode(&mut page, &self.0).unwrap();
                    page
                }
            }

            every_exporter!(Client);

            #[test]
            fn a_scrape_is_a_page_in_the_format() {
                static MAP: InflightMap<u64> = InflightMap::new();
                let registry = observe::Registry::new();
                registry.watch_static(&MAP);
                let page = Client::new(&registry).scrape();
                assert_eq!(page, super::PAGE);
            }

            #[test]
            fn a_map_that_is_watched_with_keys_as_well_is_counted_once_and_its_keys_are_not_shown() {
                let map = std::sync::Arc::new(InflightMap::<u64>::builder().name("once").build());
                let registry = observe::Registry::new();
                registry.watch(&map);
                registry.watch_with_keys(&map, |key| format!("key {key}"));
                registry.watch(&map);
                let _entry = map.enter(4711, ());
                assert_eq!(registry.maps().len(), 1);
                assert_eq!(registry.maps()[0].shown(1)[0].key.as_deref(), Some("key 4711"));
                let page = Client::new(&registry).scrape();
                assert_eq!(crate::shown::value(&page, "inflight_entries{map=\"once\"}"), Some(1.0), "{page}");
                assert!(!page.contains("4711"), "{page}");
            }
        }
    )*};
}

versions! {
    version_0_25 prometheus_client;
    version_0_26 prometheus_client026;
}
