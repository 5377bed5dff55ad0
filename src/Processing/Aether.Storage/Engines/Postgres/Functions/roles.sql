-- What accounts may do beside reading their own mail.

CREATE FUNCTION {code}.add_role(p_address text, p_role text, p_domain text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_account bigint;
BEGIN
    IF p_domain <> '' THEN
        PERFORM 1 FROM domain WHERE name = p_domain FOR SHARE;
        IF NOT FOUND THEN
            RETURN 'NoSuchDomain';
        END IF;
    END IF;
    SELECT id INTO v_account FROM account WHERE name = p_address AND state <> 2 FOR SHARE;
    IF NOT FOUND THEN
        RETURN 'NotFound';
    END IF;
    INSERT INTO role_grant (account_id, role, domain) VALUES (v_account, p_role, p_domain) ON CONFLICT DO NOTHING;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'AlreadyExists' END;
END $$;

CREATE FUNCTION {code}.remove_role(p_address text, p_role text, p_domain text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM role_grant WHERE account_id = (SELECT id FROM account WHERE name = p_address AND state <> 2) AND role = p_role AND domain = p_domain;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'NotFound' END;
END $$;
