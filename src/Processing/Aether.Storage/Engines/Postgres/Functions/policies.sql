-- Policies of other domains for those who bring them mail.
CREATE FUNCTION {code}.set_tls_policy(p_domain text, p_id text, p_policy text, p_fetched bigint, p_until bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tls_policy (domain, id, policy, fetched, until) VALUES (p_domain, p_id, p_policy, p_fetched, p_until)
        ON CONFLICT (domain) DO UPDATE SET id = excluded.id, policy = excluded.policy, fetched = excluded.fetched, until = excluded.until;
    RETURN true;
END $$;

CREATE FUNCTION {code}.forget_tls_policies(p_now bigint, p_most int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    v_gone int;
BEGIN
    DELETE FROM tls_policy WHERE domain IN (SELECT t.domain FROM tls_policy t WHERE t.until <= p_now LIMIT p_most FOR UPDATE SKIP LOCKED);
    GET DIAGNOSTICS v_gone = ROW_COUNT;
    RETURN v_gone;
END $$;
