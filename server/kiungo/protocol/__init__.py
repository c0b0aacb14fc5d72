"""Pure HTTP: strings in, values out; standard library only."""
