"""Who is named and which slogans are used."""
