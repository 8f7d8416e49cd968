-- Where each role of a unit is reached on a day: its mailbox, its deputy's once letters
-- to the first came back, nobody's once both did.
CREATE FUNCTION mailbox_on(day date)
RETURNS TABLE (unit_id integer, role text, address text)
LANGUAGE sql STABLE AS $$
    SELECT c.unit_id, c.role,
           lower(CASE WHEN dead.address IS NULL THEN c.email ELSE c.deputy_email END)
    FROM contact c
    LEFT JOIN dead_mailbox dead ON dead.address = lower(c.email)
    LEFT JOIN dead_mailbox deputy ON deputy.address = lower(c.deputy_email)
    WHERE c.valid_from <= day AND coalesce(c.valid_to, 'infinity') >= day
      AND (dead.address IS NULL
           OR c.deputy_email IS NOT NULL AND deputy.address IS NULL)
$$;
