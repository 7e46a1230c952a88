"""Where events are kept: one interface, two databases. The only rooms that know a driver."""
