"""Who bears an over- or underspend, by the agreement's own rules, to the penny."""
