-- Second factors.

CREATE FUNCTION {code}.set_second_factor(p_address text, p_secret text, p_codes text, p_step bigint, p_created bigint) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO second_factor (account_id, secret, codes, last_step, created) SELECT id, p_secret, p_codes, p_step, p_created FROM account WHERE name = p_address AND state <> 2
        ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, codes = excluded.codes, last_step = excluded.last_step, created = excluded.created;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'NotFound' END;
END $$;

CREATE FUNCTION {code}.remove_second_factor(p_address text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM second_factor WHERE account_id = (SELECT id FROM account WHERE name = p_address AND state <> 2);
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'NotFound' END;
END $$;

CREATE FUNCTION {code}.use_step(p_account bigint, p_step bigint) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    UPDATE second_factor SET last_step = p_step WHERE account_id = p_account AND last_step < p_step;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'AlreadyExists' END;
END $$;

CREATE FUNCTION {code}.replace_codes(p_account bigint, p_former text, p_codes text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    UPDATE second_factor SET codes = p_codes WHERE account_id = p_account AND codes = p_former;
    RETURN CASE WHEN FOUND THEN 'Done' ELSE 'AlreadyExists' END;
END $$;
