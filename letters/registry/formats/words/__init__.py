"""What suppliers call things: `headings` above their columns, and the `values` in them."""
