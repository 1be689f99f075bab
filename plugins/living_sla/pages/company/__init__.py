"""Pages about all agreements at once: calendar, glossary, data, journeys; and the poster of one of them."""
