"""All engines against the reference, on fresh rules and facts, for as long as asked: `make differential N=1000`."""
