"""Whose the rows of the lists of awards are, in the words of a statement."""

#: The row ``s`` names the person ``p``, and rewards them in their own unit: elsewhere
#: it is another of one name, born in one year.
OF_PERSON = """s.form = 'award' AND p.full_name = s.facts ->> 'full_name'
    AND p.birth_year = (s.facts ->> 'birth_year')::int
    AND p.unit_id IN (SELECT own.id FROM unit own
        WHERE own.code = s.facts ->> 'awarded_unit')"""
