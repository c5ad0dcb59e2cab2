"""The proof pack: what a facility shows at an inspection, as one PDF and one OSCAL bundle."""
