//! Leaks of real services, as they were and with the attribute.
