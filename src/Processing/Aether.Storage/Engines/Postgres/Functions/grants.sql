-- What users let programs do.

CREATE FUNCTION {code}.add_grant(p_id text, p_account bigint, p_client text, p_epoch bigint, p_created bigint, p_until bigint, p_redirect text, p_challenge text, p_code_until bigint, p_most int)
    RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    -- Locked, so that two at a time are counted one after the other.
    PERFORM 1 FROM account WHERE id = p_account AND state = 0 AND login_epoch = p_epoch FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN 'NotFound';
    END IF;
    -- Those that ended count for nothing.
    DELETE FROM oauth_grant WHERE account_id = p_account AND (epoch <> p_epoch OR until <= p_created);
    IF (SELECT count(*) FROM oauth_grant WHERE account_id = p_account) >= p_most THEN
        RETURN 'NotEmpty';
    END IF;
    INSERT INTO oauth_grant (id, account_id, client, epoch, created, until, redirect, challenge, code_until)
        VALUES (p_id, p_account, p_client, p_epoch, p_created, p_until, p_redirect, p_challenge, p_code_until) ON CONFLICT DO NOTHING;
    RETURN 'Done';
END $$;

-- Somebody has a copy of a token: the grant goes, and sessions look whether theirs is there.
CREATE FUNCTION {code}.drop_grant(p_id text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_account bigint;
BEGIN
    DELETE FROM oauth_grant WHERE id = p_id RETURNING account_id INTO v_account;
    UPDATE account SET app_epoch = app_epoch + 1 WHERE id = v_account;
    RETURN 'Reused';
END $$;

CREATE FUNCTION {code}.redeem_code(p_id text, p_client text, p_redirect text, p_challenge text, p_now bigint, p_until bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_grant oauth_grant%ROWTYPE;
BEGIN
    SELECT * INTO v_grant FROM oauth_grant WHERE id = p_id AND client = p_client FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'Unknown';
    END IF;
    IF v_grant.generation > 0 THEN
        RETURN {code}.drop_grant(p_id);
    END IF;
    IF v_grant.redirect <> p_redirect OR v_grant.challenge <> p_challenge OR v_grant.code_until <= p_now THEN
        RETURN 'Unknown';
    END IF;
    UPDATE oauth_grant SET generation = 1, rotated = p_now, until = p_until WHERE id = p_id;
    RETURN 'Done';
END $$;

CREATE FUNCTION {code}.rotate_grant(p_id text, p_client text, p_generation bigint, p_now bigint, p_since bigint, p_until bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_grant oauth_grant%ROWTYPE;
BEGIN
    SELECT * INTO v_grant FROM oauth_grant WHERE id = p_id AND client = p_client FOR UPDATE;
    IF NOT FOUND OR v_grant.until <= p_now OR p_generation > v_grant.generation THEN
        RETURN 'Unknown';
    END IF;
    IF v_grant.generation = p_generation THEN
        UPDATE oauth_grant SET generation = generation + 1, rotated = p_now, until = p_until WHERE id = p_id;
        RETURN 'Done';
    END IF;
    IF v_grant.generation = p_generation + 1 AND v_grant.rotated > p_since THEN
        RETURN 'Done';
    END IF;
    RETURN {code}.drop_grant(p_id);
END $$;

CREATE FUNCTION {code}.remove_grant(p_account bigint, p_id text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM oauth_grant WHERE id = p_id AND account_id = p_account;
    IF NOT FOUND THEN
        RETURN 'NotFound';
    END IF;
    UPDATE account SET app_epoch = app_epoch + 1 WHERE id = p_account;
    RETURN 'Done';
END $$;

CREATE FUNCTION {code}.add_device(p_id text, p_code text, p_client text, p_until bigint, p_now bigint, p_most int) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM oauth_device WHERE until <= p_now;
    IF (SELECT count(*) FROM oauth_device) >= p_most THEN
        RETURN 'NotEmpty';
    END IF;
    INSERT INTO oauth_device (id, user_code, client, until) VALUES (p_id, p_code, p_client, p_until) ON CONFLICT DO NOTHING;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'AlreadyExists' END;
END $$;

CREATE FUNCTION {code}.decide_device(p_code text, p_now bigint, p_id text, p_account bigint, p_client text, p_epoch bigint, p_created bigint, p_until bigint, p_most int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_result text;
BEGIN
    PERFORM 1 FROM oauth_device WHERE user_code = p_code AND until > p_now AND state = 0 AND (p_id IS NULL OR client = p_client) FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'NotFound';
    END IF;
    IF p_id IS NULL THEN
        UPDATE oauth_device SET state = 2 WHERE user_code = p_code;
        RETURN 'Done';
    END IF;
    v_result := {code}.add_grant(p_id, p_account, p_client, p_epoch, p_created, p_until, '', '', 0, p_most);
    IF v_result = 'Done' THEN
        UPDATE oauth_device SET state = 1, grant_id = p_id WHERE user_code = p_code;
    END IF;
    RETURN v_result;
END $$;

CREATE FUNCTION {code}.poll_device(p_id text, p_client text, p_now bigint, p_now_ms bigint, p_since_ms bigint, OUT p_status text, OUT p_grant text) LANGUAGE plpgsql AS $$
DECLARE
    v_device oauth_device%ROWTYPE;
BEGIN
    SELECT * INTO v_device FROM oauth_device WHERE id = p_id AND client = p_client FOR UPDATE;
    IF NOT FOUND OR v_device.until <= p_now THEN
        p_status := 'Expired';
        RETURN;
    END IF;
    IF v_device.state = 0 THEN
        p_status := CASE WHEN v_device.polled > p_since_ms THEN 'SlowDown' ELSE 'Pending' END;
        UPDATE oauth_device SET polled = p_now_ms WHERE id = p_id;
        RETURN;
    END IF;
    DELETE FROM oauth_device WHERE id = p_id;
    IF v_device.state = 2 THEN
        p_status := 'Denied';
        RETURN;
    END IF;
    UPDATE oauth_grant SET generation = 1, rotated = p_now WHERE id = v_device.grant_id AND generation = 0;
    p_status := CASE WHEN FOUND THEN 'Granted' ELSE 'Expired' END;
    p_grant := v_device.grant_id;
END $$;

CREATE FUNCTION {code}.add_oauth_key(p_id text, p_secret text, p_created bigint, p_after bigint) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    -- One node at a time looks and adds.
    LOCK TABLE oauth_key IN SHARE ROW EXCLUSIVE MODE;
    IF EXISTS (SELECT 1 FROM oauth_key WHERE created > p_after) THEN
        RETURN 'AlreadyExists';
    END IF;
    INSERT INTO oauth_key (id, secret, created) VALUES (p_id, p_secret, p_created);
    RETURN 'Done';
END $$;

CREATE FUNCTION {code}.add_oauth_client(p_id text, p_name text, p_redirects text, p_created bigint, p_most int) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM oauth_client) >= p_most THEN
        RETURN 'NotEmpty';
    END IF;
    INSERT INTO oauth_client (id, name, redirects, created) VALUES (p_id, p_name, p_redirects, p_created) ON CONFLICT DO NOTHING;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'AlreadyExists' END;
END $$;

CREATE FUNCTION {code}.forget_grants(p_now bigint, p_keys bigint, p_clients bigint, p_most int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    v_grants int;
    v_clients int;
BEGIN
    DELETE FROM oauth_device WHERE until <= p_now;
    DELETE FROM oauth_key WHERE created < p_keys;
    DELETE FROM oauth_grant WHERE ctid IN (SELECT g.ctid FROM oauth_grant g WHERE (g.until <= p_now OR (g.generation = 0 AND g.code_until <= p_now AND g.code_until > 0)) LIMIT p_most FOR UPDATE SKIP LOCKED);
    GET DIAGNOSTICS v_grants = ROW_COUNT;
    DELETE FROM oauth_client WHERE id IN (SELECT c.id FROM oauth_client c WHERE c.created < p_clients AND NOT EXISTS (SELECT 1 FROM oauth_grant g WHERE g.client = c.id) LIMIT p_most);
    GET DIAGNOSTICS v_clients = ROW_COUNT;
    RETURN v_grants + v_clients;
END $$;
