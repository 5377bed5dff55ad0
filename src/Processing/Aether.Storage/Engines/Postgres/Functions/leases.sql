-- Holds on things that one node does at a time: who finds another token in its place has lost its hold.

CREATE FUNCTION {code}.take_lease(p_name text, p_token text, p_now bigint, p_until bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO lease AS l (name, token, until) VALUES (p_name, p_token, p_until)
        ON CONFLICT (name) DO UPDATE SET token = excluded.token, until = excluded.until WHERE l.until <= p_now;
    RETURN FOUND;
END $$;

CREATE FUNCTION {code}.keep_lease(p_name text, p_token text, p_until bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    UPDATE lease SET until = p_until WHERE name = p_name AND token = p_token;
    RETURN FOUND;
END $$;

CREATE FUNCTION {code}.drop_lease(p_name text, p_token text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM lease WHERE name = p_name AND token = p_token;
    RETURN FOUND;
END $$;
