"""OSCAL 1.2 (NIST): documents read strictly, judged by the official schemas and by our rules S1-S10, and written."""
