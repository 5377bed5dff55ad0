-- Threads: messages that share an id and the base subject are of one. RFC 8621 §3.

-- The thread of a new email: the oldest that shares an id and the base subject with it, or one of its own.
CREATE FUNCTION {code}.join_thread(p_account bigint, p_email bigint, p_subject bigint, p_refs bigint[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_thread bigint;
BEGIN
    IF cardinality(p_refs) = 0 THEN
        RETURN p_email;
    END IF;
    SELECT coalesce(min(thread_id), p_email) INTO v_thread FROM thread_ref
        WHERE account_id = p_account AND id_hash = ANY (p_refs) AND subject_hash = p_subject;
    -- Who names an id first keeps it: ids of threads never change.
    INSERT INTO thread_ref (account_id, id_hash, thread_id, subject_hash) SELECT p_account, r.id, v_thread, p_subject FROM unnest(p_refs) r(id)
        ON CONFLICT DO NOTHING;
    RETURN v_thread;
END $$;

-- References stand in their table as soon as their email is stored: none is left to be entered.
CREATE FUNCTION {code}.enter_references() RETURNS int LANGUAGE sql AS $$
    SELECT 0
$$;

-- Strikes emails off the list of those that the search index has to forget.
CREATE FUNCTION {code}.settle_gone(p_emails bigint[]) RETURNS int LANGUAGE sql AS $$
    DELETE FROM search_gone WHERE email_id = ANY (p_emails);
    SELECT cardinality(p_emails)
$$;
