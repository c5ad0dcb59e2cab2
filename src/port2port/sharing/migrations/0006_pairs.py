"""Files what stands under its pairs of facets too: a code and a port in one word, as publishing does from now on."""

from django.db import migrations

PAIRS = """
INSERT INTO sharing_audienceentry (record_type, record_id, token, facet, at_us, first_us, marks)
SELECT a.record_type, a.record_id, a.token, a.facet || '|' || b.facet, a.at_us, a.first_us, a.marks
FROM sharing_audienceentry a JOIN sharing_audienceentry b
    ON b.record_type = a.record_type AND b.record_id = a.record_id AND b.token = a.token
WHERE a.record_type = 'report' AND a.facet LIKE 'code:%' AND b.facet LIKE 'port:%'
    AND length(a.facet) <= 29 AND length(b.facet) <= 29
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0005_an_answer_to_a_question")]
    operations = [migrations.RunSQL(PAIRS, "DELETE FROM sharing_audienceentry WHERE facet LIKE 'code:%|port:%'")]
