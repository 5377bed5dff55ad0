-- App passwords, bans, and what else logins need.

CREATE FUNCTION {code}.add_app_password(p_address text, p_name text, p_records text, p_sealed text, p_protocols text, p_networks text, p_created bigint, p_expires bigint, p_most int)
    RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_account bigint;
BEGIN
    -- Locked, so that two at a time are counted one after the other.
    SELECT id INTO v_account FROM account WHERE name = p_address AND state <> 2 FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN 'NotFound';
    END IF;
    IF (SELECT count(*) FROM app_password WHERE account_id = v_account) >= p_most THEN
        RETURN 'NotEmpty';
    END IF;
    INSERT INTO app_password (account_id, name, records, sealed, protocols, networks, created, expires)
        VALUES (v_account, p_name, p_records, p_sealed, p_protocols, p_networks, p_created, p_expires) ON CONFLICT DO NOTHING;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'AlreadyExists' END;
END $$;

CREATE FUNCTION {code}.remove_app_password(p_address text, p_name text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM app_password WHERE account_id = (SELECT id FROM account WHERE name = p_address AND state <> 2) AND name = p_name;
    IF NOT FOUND THEN
        RETURN 'NotFound';
    END IF;
    UPDATE account SET app_epoch = app_epoch + 1 WHERE name = p_address AND state <> 2;
    RETURN 'Done';
END $$;

CREATE FUNCTION {code}.touch_app_password(p_account bigint, p_name text, p_now bigint, p_from text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    UPDATE app_password SET used = p_now, used_from = p_from WHERE account_id = p_account AND name = p_name;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'NotFound' END;
END $$;

CREATE FUNCTION {code}.upgrade_secret(p_account bigint, p_former text, p_secret text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    UPDATE account SET secret = p_secret WHERE id = p_account AND secret = p_former AND state <> 2;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'NotFound' END;
END $$;

CREATE FUNCTION {code}.set_account_state(p_address text, p_state int) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    UPDATE account SET state = p_state, login_epoch = login_epoch + CASE WHEN p_state = 0 THEN 0 ELSE 1 END WHERE name = p_address AND state <> 2;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'NotFound' END;
END $$;

CREATE FUNCTION {code}.set_password_use(p_address text, p_use int) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    UPDATE account SET password_use = p_use WHERE name = p_address AND state <> 2;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'NotFound' END;
END $$;

CREATE FUNCTION {code}.add_ban(p_network text, p_reason text, p_since bigint, p_until bigint) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM ban WHERE until > 0 AND until <= p_since;
    INSERT INTO ban (network, reason, since, until) VALUES (p_network, p_reason, p_since, p_until)
        ON CONFLICT (network) DO UPDATE SET reason = p_reason, since = p_since, until = p_until;
    RETURN 'Done';
END $$;

CREATE FUNCTION {code}.remove_ban(p_network text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM ban WHERE network = p_network;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'NotFound' END;
END $$;
