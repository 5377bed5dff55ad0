-- Addresses that nothing is sent to for a while.
CREATE FUNCTION {code}.add_suppression(p_address text, p_reason text, p_since bigint, p_until bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_new boolean;
BEGIN
    INSERT INTO suppression AS s (address, reason, since, until) VALUES (p_address, p_reason, p_since, p_until)
        ON CONFLICT (address) DO UPDATE SET reason = excluded.reason, since = excluded.since, until = excluded.until
        RETURNING s.xmax = 0 INTO v_new;
    RETURN v_new;
END $$;

CREATE FUNCTION {code}.remove_suppression(p_address text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM suppression WHERE address = p_address;
    RETURN FOUND;
END $$;

CREATE FUNCTION {code}.forget_suppressions(p_now bigint, p_most int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    v_gone int;
BEGIN
    DELETE FROM suppression WHERE address IN (SELECT s.address FROM suppression s WHERE s.until <= p_now LIMIT p_most FOR UPDATE SKIP LOCKED);
    GET DIAGNOSTICS v_gone = ROW_COUNT;
    RETURN v_gone;
END $$;
