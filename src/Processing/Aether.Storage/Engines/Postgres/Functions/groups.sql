-- Groups: addresses whose mail goes to members.

CREATE FUNCTION {code}.add_group(p_name text, p_domain text, p_description text, p_now bigint) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM domain WHERE name = p_domain FOR SHARE;
    IF NOT FOUND THEN
        RETURN 'NoSuchDomain';
    END IF;
    PERFORM {code}.take_address(p_name);
    IF EXISTS (SELECT 1 FROM account WHERE name = p_name) OR EXISTS (SELECT 1 FROM alias WHERE name = p_name) THEN
        RETURN 'AlreadyExists';
    END IF;
    INSERT INTO mail_group (name, domain, description, created) VALUES (p_name, p_domain, p_description, p_now) ON CONFLICT DO NOTHING;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'AlreadyExists' END;
END $$;

CREATE FUNCTION {code}.remove_group(p_name text, p_now bigint) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    -- The group first: whoever adds a member holds its row.
    DELETE FROM mail_group WHERE name = p_name;
    IF NOT FOUND THEN
        RETURN 'NotFound';
    END IF;
    DELETE FROM group_member WHERE name = p_name;
    RETURN {code}.add_former_address(p_name, p_now);
END $$;

CREATE FUNCTION {code}.add_member(p_name text, p_member text, p_most int) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    -- Locked, so that two at a time are counted one after the other.
    PERFORM 1 FROM mail_group WHERE name = p_name FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN 'NotFound';
    END IF;
    IF (SELECT count(*) FROM group_member WHERE name = p_name) >= p_most THEN
        RETURN 'NotEmpty';
    END IF;
    INSERT INTO group_member (name, member) VALUES (p_name, p_member) ON CONFLICT DO NOTHING;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'AlreadyExists' END;
END $$;

CREATE FUNCTION {code}.remove_member(p_name text, p_member text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM group_member WHERE name = p_name AND member = p_member;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'NotFound' END;
END $$;
