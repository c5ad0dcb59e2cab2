"""Words of assessments for templates."""
