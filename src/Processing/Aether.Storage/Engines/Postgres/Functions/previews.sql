-- Previews that were made, so that they are made once; emails that are gone by now are passed over.
CREATE FUNCTION {code}.keep_previews(p_account bigint, p_emails bigint[], p_texts text[]) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    v_kept int;
BEGIN
    UPDATE email e SET preview = p.text FROM unnest(p_emails, p_texts) p(id, text) WHERE e.account_id = p_account AND e.id = p.id;
    GET DIAGNOSTICS v_kept = ROW_COUNT;
    RETURN v_kept;
END $$;
