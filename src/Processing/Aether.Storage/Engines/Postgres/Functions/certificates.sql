-- What nodes share to serve, renew and prove certificates.

CREATE FUNCTION {code}.set_certificate_item(p_kind int, p_name text, p_content text, p_changed bigint, p_until bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO certificate_item (kind, name, content, changed, until) VALUES (p_kind, p_name, p_content, p_changed, p_until)
        ON CONFLICT (kind, name) DO UPDATE SET content = excluded.content, changed = excluded.changed, until = excluded.until;
    RETURN true;
END $$;

CREATE FUNCTION {code}.remove_certificate_item(p_kind int, p_name text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM certificate_item WHERE kind = p_kind AND name = p_name;
    RETURN FOUND;
END $$;

CREATE FUNCTION {code}.forget_certificate_items(p_now bigint, p_most int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    v_gone int;
BEGIN
    DELETE FROM certificate_item WHERE (kind, name) IN (SELECT i.kind, i.name FROM certificate_item i WHERE i.until <= p_now LIMIT p_most FOR UPDATE SKIP LOCKED);
    GET DIAGNOSTICS v_gone = ROW_COUNT;
    RETURN v_gone;
END $$;
