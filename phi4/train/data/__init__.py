"""From files and generators to packed rows."""
