//! Calls that wait for a reply: every way in which an entry ends.
