"""How a delivery of the register comes in: handed in, tried out or dropped; read, judged, what became of each line."""
