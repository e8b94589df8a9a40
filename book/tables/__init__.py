"""What the pages show in rows: formulas with their numbers, code beside its proofs, symbols, objectives."""
