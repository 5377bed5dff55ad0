-- The directory: domains, accounts, aliases.

CREATE FUNCTION {code}.add_domain(p_name text, p_catch_all text, p_now bigint) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO domain (name, catch_all, created) VALUES (p_name, p_catch_all, p_now) ON CONFLICT DO NOTHING;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'AlreadyExists' END;
END $$;

CREATE FUNCTION {code}.remove_domain(p_name text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    -- Who adds an address shares this row, so that none is added to a domain that goes.
    PERFORM 1 FROM domain WHERE name = p_name FOR UPDATE;
    IF EXISTS (SELECT 1 FROM account WHERE domain = p_name AND state <> 2) OR EXISTS (SELECT 1 FROM alias WHERE domain = p_name)
        OR EXISTS (SELECT 1 FROM mail_group WHERE domain = p_name) THEN
        RETURN 'NotEmpty';
    END IF;
    DELETE FROM domain WHERE name = p_name;
    IF NOT FOUND THEN
        RETURN 'NotFound';
    END IF;
    DELETE FROM quota WHERE owner = 1 AND name = p_name;
    DELETE FROM signing_key WHERE domain = p_name;
    DELETE FROM domain_setting WHERE domain = p_name;
    DELETE FROM role_grant WHERE domain = p_name; -- not for who brings the domain back
    RETURN 'Done';
END $$;

-- An address is an account, an alias or a group, never two of them: whoever makes one of it goes first, on whatever node.
CREATE FUNCTION {code}.take_address(p_name text) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtextextended(p_name, 1))
$$;

CREATE FUNCTION {code}.add_account(p_name text, p_domain text, p_secret text, p_quota bigint, p_now bigint, p_mailboxes text[], p_roles int[],
    OUT o_result text, OUT o_account bigint, OUT o_modseq bigint) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM domain WHERE name = p_domain FOR SHARE;
    IF NOT FOUND THEN
        o_result := 'NoSuchDomain';
        RETURN;
    END IF;
    PERFORM {code}.take_address(p_name);
    IF EXISTS (SELECT 1 FROM alias WHERE name = p_name) OR EXISTS (SELECT 1 FROM mail_group WHERE name = p_name) THEN
        o_result := 'AlreadyExists';
        RETURN;
    END IF;

    -- The first UIDVALIDITY is the time, so that an account that comes again under its name never repeats one.
    INSERT INTO account (name, domain, secret, next_uidvalidity, quota_bytes, created) VALUES (p_name, p_domain, p_secret, p_now, p_quota, p_now)
        ON CONFLICT DO NOTHING RETURNING id INTO o_account;
    IF o_account IS NULL THEN
        o_result := 'AlreadyExists';
        RETURN;
    END IF;

    o_modseq := {code}.next_modseq(o_account);
    FOR i IN 1 .. cardinality(p_mailboxes) LOOP
        PERFORM {code}.insert_mailbox(o_account, 0, p_mailboxes[i], p_roles[i], o_modseq);
        INSERT INTO subscription (account_id, path) VALUES (o_account, p_mailboxes[i]);
    END LOOP;
    o_result := 'Done';
END $$;

CREATE FUNCTION {code}.set_secret(p_name text, p_secret text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    UPDATE account SET secret = p_secret, login_epoch = login_epoch + 1 WHERE name = p_name AND state <> 2;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'NotFound' END;
END $$;

CREATE FUNCTION {code}.add_former_address(p_name text, p_since bigint) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO former_address (name, since) VALUES (p_name, p_since) ON CONFLICT (name) DO UPDATE SET since = greatest(former_address.since, p_since);
    RETURN 'Done';
END $$;

CREATE FUNCTION {code}.remove_account(p_name text, p_now bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_domain text;
    v_bytes bigint;
    v_messages bigint;
    v_account bigint;
BEGIN
    UPDATE account SET state = 2, secret = '', name = 'removed:' || id || ':' || name WHERE name = p_name AND state <> 2
        RETURNING domain, used_bytes, msgs, id INTO v_domain, v_bytes, v_messages, v_account;
    IF NOT FOUND THEN
        RETURN 'NotFound';
    END IF;
    DELETE FROM app_password WHERE account_id = v_account;
    DELETE FROM login_history WHERE account_id = v_account;
    DELETE FROM role_grant WHERE account_id = v_account;
    DELETE FROM second_factor WHERE account_id = v_account;
    DELETE FROM oauth_grant WHERE account_id = v_account;
    PERFORM {code}.charge(v_domain, -v_bytes, -v_messages);
    DELETE FROM send_grant WHERE account = p_name;
    RETURN {code}.add_former_address(p_name, p_now);
END $$;

CREATE FUNCTION {code}.add_alias(p_name text, p_target text, p_domain text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM domain WHERE name = p_domain FOR SHARE;
    IF NOT FOUND THEN
        RETURN 'NoSuchDomain';
    END IF;
    PERFORM {code}.take_address(p_name);
    IF EXISTS (SELECT 1 FROM account WHERE name = p_name) OR EXISTS (SELECT 1 FROM mail_group WHERE name = p_name) THEN
        RETURN 'AlreadyExists';
    END IF;
    INSERT INTO alias (name, target, domain) VALUES (p_name, p_target, p_domain) ON CONFLICT DO NOTHING;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'AlreadyExists' END;
END $$;

-- After the last target the address is a former one, unless it led to the catch-all anyway.
CREATE FUNCTION {code}.remove_alias(p_name text, p_target text, p_now bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_others boolean;
BEGIN
    WITH gone AS (DELETE FROM alias WHERE name = p_name AND (p_target IS NULL OR target = p_target) RETURNING target, domain)
    SELECT bool_or(g.target IS DISTINCT FROM d.catch_all) INTO v_others FROM gone g LEFT JOIN domain d ON d.name = g.domain;
    IF v_others IS NULL THEN
        RETURN 'NotFound';
    END IF;
    IF v_others AND NOT EXISTS (SELECT 1 FROM alias WHERE name = p_name) THEN
        PERFORM {code}.add_former_address(p_name, p_now);
    END IF;
    RETURN 'Done';
END $$;

-- Lets an account send as an address, or as all of a domain, that is not its own.
CREATE FUNCTION {code}.add_send_grant(p_account text, p_subject text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM account WHERE name = p_account AND state <> 2 FOR SHARE;
    IF NOT FOUND THEN
        RETURN 'NotFound';
    END IF;
    INSERT INTO send_grant (account, subject) VALUES (p_account, p_subject) ON CONFLICT DO NOTHING;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'AlreadyExists' END;
END $$;

CREATE FUNCTION {code}.remove_send_grant(p_account text, p_subject text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM send_grant WHERE account = p_account AND subject = p_subject;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'NotFound' END;
END $$;
