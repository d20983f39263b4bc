"""policyrules: provincial education policy as evaluable rules."""
