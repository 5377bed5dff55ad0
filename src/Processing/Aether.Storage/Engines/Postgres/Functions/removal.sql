-- Messages leave a mailbox.

-- Deletes rows and takes them off the counters of their mailbox; the account's are the caller's.
CREATE FUNCTION {code}.delete_rows(p_account bigint, p_mailbox bigint, p_uids bigint[], p_emails bigint[], p_modseq bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_unseen bigint;
    v_bytes bigint;
BEGIN
    WITH gone AS (
        DELETE FROM message m USING unnest(p_uids) u(uid) WHERE m.account_id = p_account AND m.mailbox_id = p_mailbox AND m.uid = u.uid
        RETURNING m.flags, m.size)
    SELECT count(*) FILTER (WHERE flags & 1 = 0), sum(size) INTO v_unseen, v_bytes FROM gone;
    UPDATE mailbox SET highestmodseq = p_modseq, msgs = msgs - cardinality(p_uids), unseen = unseen - v_unseen, bytes = bytes - v_bytes
        WHERE account_id = p_account AND id = p_mailbox;
    PERFORM {code}.log_messages(p_account, p_mailbox, p_modseq, 3, p_uids, p_emails);
END $$;

-- Removes messages; an email that is in no mailbox any more stays findable until the sweeper takes it.
CREATE FUNCTION {code}.expunge(p_account bigint, p_mailbox bigint, p_first bigint[], p_last bigint[], p_deleted_only boolean, p_collect_at bigint,
    OUT o_modseq bigint, OUT o_uids bigint[]) LANGUAGE plpgsql AS $$
DECLARE
    v_rows message[];
BEGIN
    -- 8 is \Deleted (SystemFlags).
    v_rows := ARRAY(SELECT m FROM {code}.pick(p_account, p_mailbox, p_first, p_last) m WHERE NOT p_deleted_only OR m.flags & 8 <> 0);
    o_uids := ARRAY(SELECT r.uid FROM unnest(v_rows) r ORDER BY r.uid);
    IF cardinality(o_uids) = 0 THEN
        RETURN;
    END IF;

    -- By email: a mailbox may hold one twice.
    WITH nowhere AS (
        UPDATE email e SET places = {code}.places_without(e.places, n.gone)
            FROM (SELECT r.email_id, array_agg({code}.place(p_mailbox, r.uid)) AS gone FROM unnest(v_rows) r GROUP BY r.email_id) n
            WHERE e.account_id = p_account AND e.id = n.email_id RETURNING e.id, e.places)
    INSERT INTO expunged (collect_at, email_id, account_id, mailbox_id, flags, internaldate)
        SELECT DISTINCT ON (r.email_id) p_collect_at, r.email_id, p_account, p_mailbox, r.flags, r.internaldate
        FROM unnest(v_rows) r JOIN nowhere n ON n.id = r.email_id WHERE n.places = '' ORDER BY r.email_id, r.uid DESC ON CONFLICT DO NOTHING;
    o_modseq := {code}.count_up(p_account, -cardinality(o_uids), (SELECT -sum(r.size)::bigint FROM unnest(v_rows) r));
    PERFORM {code}.delete_rows(p_account, p_mailbox, o_uids, ARRAY(SELECT r.email_id FROM unnest(v_rows) r ORDER BY r.uid), o_modseq);
    PERFORM {code}.drop_annotations(p_account, p_mailbox, o_uids);
END $$;
