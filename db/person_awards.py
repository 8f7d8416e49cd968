"""Whose the rows of the lists of awards are, and which brought an award.

In the words of a statement about a row ``s``.
"""

_OWN_UNIT = """p.unit_id IN (SELECT own.id FROM unit own
    WHERE own.code = {}.facts ->> 'awarded_unit')"""
#: It names the person ``p``, and rewards them in their own unit: elsewhere it is
#: another of one name, born in one year.
OF_PERSON = f"""s.form = 'award' AND p.full_name = s.facts ->> 'full_name'
    AND p.birth_year = (s.facts ->> 'birth_year')::int
    AND {_OWN_UNIT.format("s")}"""
#: It proposed who was rewarded.
PROPOSED_AWARD = """s.form = 'nominee' AND EXISTS (
    SELECT FROM award a JOIN nomination n ON n.id = a.nomination_id
    WHERE n.year = s.year AND n.proposer_id = s.unit_id
      AND n.reference = s.facts ->> 'reference')"""
#: It was listed, in any version, under the decision that rewarded its proposal or whom
#: it names: a decision gives nobody of one name and unit two awards.
LISTED_AWARD = f"""s.form = 'award' AND EXISTS (
    SELECT FROM submission v
    JOIN decision d ON (d.year, d.issuer_id, d.number)
        = (v.year, v.unit_id, v.facts ->> 'number')
    JOIN award a ON a.decision_id = d.id
    LEFT JOIN nomination n ON n.id = a.nomination_id
    LEFT JOIN person p ON p.id = a.person_id
    WHERE (v.year, v.form, v.unit_id, v.period, v.item)
        = (s.year, s.form, s.unit_id, s.period, s.item)
      AND (n.reference = v.facts ->> 'reference'
        OR p.full_name = v.facts ->> 'full_name' AND {_OWN_UNIT.format("v")}))"""
