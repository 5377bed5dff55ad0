-- What the sweeper takes away. Several nodes may sweep at once: each takes rows that no other holds.

-- Deletes an email that is in no mailbox, and gives its blob up.
CREATE FUNCTION {code}.delete_if_nowhere(p_account bigint, p_email bigint, p_collect_at bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_blob bigint;
BEGIN
    DELETE FROM email WHERE account_id = p_account AND id = p_email AND octet_length(places) = 0 RETURNING blob_id INTO v_blob;
    IF FOUND THEN
        INSERT INTO search_gone (email_id, account_id) VALUES (p_email, p_account) ON CONFLICT DO NOTHING;
        PERFORM {code}.release_blob(v_blob, p_collect_at);
    END IF;
END $$;

CREATE FUNCTION {code}.collect_expunged(p_now bigint, p_most int, p_collect_at bigint) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    v_row expunged;
    v_count int := 0;
BEGIN
    FOR v_row IN SELECT * FROM expunged WHERE collect_at <= p_now ORDER BY collect_at LIMIT p_most FOR UPDATE SKIP LOCKED LOOP
        PERFORM {code}.delete_if_nowhere(v_row.account_id, v_row.email_id, p_collect_at);
        DELETE FROM expunged WHERE collect_at = v_row.collect_at AND email_id = v_row.email_id;
        v_count := v_count + 1;
    END LOOP;
    RETURN v_count;
END $$;

-- How many it looked at, and the objects whose rows are gone: ids of blobs, numbers of uploads.
CREATE FUNCTION {code}.collect_blobs(p_now bigint, p_most int, OUT o_count int, OUT o_blobs bigint[], OUT o_uploads int[]) LANGUAGE plpgsql AS $$
DECLARE
    v_row blob_gc;
    v_gone blob;
BEGIN
    o_count := 0;
    o_blobs := '{}';
    o_uploads := '{}';
    FOR v_row IN SELECT * FROM blob_gc WHERE due_at <= p_now ORDER BY due_at LIMIT p_most FOR UPDATE SKIP LOCKED LOOP
        DELETE FROM blob WHERE id = v_row.blob_id AND refs = 0 RETURNING * INTO v_gone;
        IF FOUND AND v_gone.place = 0 THEN
            DELETE FROM blob_data WHERE blob_id = v_row.blob_id;
        ELSIF FOUND AND v_gone.place = 1 THEN
            PERFORM {code}.add_dead(v_gone.seg, v_gone.stored);
        ELSIF FOUND THEN
            o_blobs := o_blobs || v_gone.id;
            o_uploads := o_uploads || v_gone.seg;
        END IF;
        DELETE FROM blob_gc WHERE due_at = v_row.due_at AND blob_id = v_row.blob_id;
        o_count := o_count + 1;
    END LOOP;
END $$;

-- Empties a removed account piece by piece; the last piece takes its rows.
CREATE FUNCTION {code}.purge_account(p_most int, p_collect_at bigint) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    v_account bigint;
    v_row message;
    v_count int := 0;
BEGIN
    SELECT id INTO v_account FROM account WHERE state = 2 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;

    FOR v_row IN SELECT * FROM message WHERE account_id = v_account LIMIT p_most LOOP
        DELETE FROM message WHERE account_id = v_account AND mailbox_id = v_row.mailbox_id AND uid = v_row.uid;
        UPDATE email SET places = '' WHERE account_id = v_account AND id = v_row.email_id;
        PERFORM {code}.delete_if_nowhere(v_account, v_row.email_id, p_collect_at);
        v_count := v_count + 1;
    END LOOP;
    IF v_count > 0 THEN
        RETURN v_count;
    END IF;

    DELETE FROM mailbox WHERE account_id = v_account;
    DELETE FROM subscription WHERE account_id = v_account;
    DELETE FROM keyword WHERE account_id = v_account;
    DELETE FROM change_log WHERE account_id = v_account;
    DELETE FROM log_mark WHERE account_id = v_account;
    DELETE FROM thread_ref WHERE account_id = v_account;
    DELETE FROM acl WHERE account_id = v_account OR grantee_id = v_account;
    DELETE FROM seen WHERE account_id = v_account OR reader_id = v_account;
    DELETE FROM metadata WHERE account_id = v_account OR reader_id = v_account;
    DELETE FROM annotation WHERE account_id = v_account OR reader_id = v_account;
    DELETE FROM account WHERE id = v_account;
    RETURN 1;
END $$;
