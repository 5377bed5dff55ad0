-- The keys that sign for domains.

CREATE FUNCTION {code}.add_signing_key(p_domain text, p_selector text, p_algorithm text, p_secret text, p_state int, p_since bigint) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM domain WHERE name = p_domain FOR SHARE;
    IF NOT FOUND THEN
        RETURN 'NoSuchDomain';
    END IF;
    INSERT INTO signing_key (domain, selector, algorithm, secret, state, since) VALUES (p_domain, p_selector, p_algorithm, p_secret, p_state, p_since) ON CONFLICT DO NOTHING;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'AlreadyExists' END;
END $$;

CREATE FUNCTION {code}.set_signing_key_state(p_domain text, p_selector text, p_state int, p_now bigint) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    UPDATE signing_key SET state = p_state, since = p_now WHERE domain = p_domain AND selector = p_selector;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'NotFound' END;
END $$;

CREATE FUNCTION {code}.remove_signing_key(p_domain text, p_selector text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM signing_key WHERE domain = p_domain AND selector = p_selector;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'NotFound' END;
END $$;

-- What is set for domains besides.

CREATE FUNCTION {code}.set_domain_setting(p_domain text, p_name text, p_value text, p_since bigint) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM domain WHERE name = p_domain FOR SHARE;
    IF NOT FOUND THEN
        RETURN 'NoSuchDomain';
    END IF;
    INSERT INTO domain_setting (domain, name, value, since) VALUES (p_domain, p_name, p_value, p_since)
        ON CONFLICT (domain, name) DO UPDATE SET value = excluded.value, since = excluded.since;
    RETURN 'Done';
END $$;

CREATE FUNCTION {code}.remove_domain_setting(p_domain text, p_name text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM domain_setting WHERE domain = p_domain AND name = p_name;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'NotFound' END;
END $$;
