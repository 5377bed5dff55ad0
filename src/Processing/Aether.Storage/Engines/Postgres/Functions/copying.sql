-- Messages come into another mailbox of their account: more rows, the same emails. RFC 9051 §6.4.7, RFC 6851.

-- Inserts rows of emails that the account has, with the flags they have, and counts them in their mailbox; gives their UIDs.
CREATE FUNCTION {code}.insert_rows(p_account bigint, p_mailbox bigint, p_rows message[], p_modseq bigint, p_now bigint) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    v_count int := cardinality(p_rows);
    v_first bigint;
    v_uids bigint[];
BEGIN
    UPDATE mailbox SET uidnext = uidnext + v_count, highestmodseq = p_modseq, msgs = msgs + v_count,
            unseen = unseen + (SELECT count(*) FROM unnest(p_rows) r WHERE r.flags & 1 = 0),
            bytes = bytes + (SELECT sum(r.size)::bigint FROM unnest(p_rows) r)
        WHERE account_id = p_account AND id = p_mailbox RETURNING uidnext - v_count INTO v_first;
    v_uids := ARRAY(SELECT generate_series(v_first, v_first + v_count - 1));
    INSERT INTO message (account_id, mailbox_id, uid, email_id, thread_id, modseq, flags, internaldate, size, saved)
        SELECT p_account, p_mailbox, v_first + row_number() OVER (ORDER BY r.uid) - 1, r.email_id, r.thread_id, p_modseq, r.flags, r.internaldate, r.size, p_now
        FROM unnest(p_rows) r;
    PERFORM {code}.log_messages(p_account, p_mailbox, p_modseq, 1, v_uids, ARRAY(SELECT r.email_id FROM unnest(p_rows) r ORDER BY r.uid));
    RETURN v_uids;
END $$;

CREATE FUNCTION {code}.copy(p_account bigint, p_source bigint, p_first bigint[], p_last bigint[], p_target bigint, p_now bigint, p_quota_bytes bigint, p_quota_msgs bigint,
    OUT o_status text, OUT o_uidvalidity bigint, OUT o_modseq bigint, OUT o_sources bigint[], OUT o_targets bigint[]) LANGUAGE plpgsql AS $$
DECLARE
    v_rows message[];
    v_bytes bigint;
BEGIN
    v_rows := ARRAY(SELECT m FROM {code}.pick(p_account, p_source, p_first, p_last) m);
    v_bytes := coalesce((SELECT sum(r.size) FROM unnest(v_rows) r), 0);
    SELECT t.o_status, t.o_uidvalidity INTO o_status, o_uidvalidity FROM {code}.target(p_account, p_target, v_bytes, cardinality(v_rows), p_quota_bytes, p_quota_msgs, '{}', '{}') t;
    IF o_status <> 'Done' OR cardinality(v_rows) = 0 THEN
        RETURN;
    END IF;

    o_modseq := {code}.count_up(p_account, cardinality(v_rows), v_bytes);
    o_sources := ARRAY(SELECT r.uid FROM unnest(v_rows) r ORDER BY r.uid);
    o_targets := {code}.insert_rows(p_account, p_target, v_rows, o_modseq, p_now);
    PERFORM {code}.copy_annotations(p_account, p_source, o_sources, p_target, o_targets, o_modseq);
    UPDATE email e SET places = e.places || n.added
        FROM (SELECT r.email, string_agg({code}.place(p_target, r.uid), ''::bytea ORDER BY r.uid) AS added
              FROM unnest(ARRAY(SELECT v.email_id FROM unnest(v_rows) v ORDER BY v.uid), o_targets) r(email, uid) GROUP BY r.email) n
        WHERE e.account_id = p_account AND e.id = n.email;
END $$;

-- A move adds nothing to the account, so a full one may still tidy up.
CREATE FUNCTION {code}.move(p_account bigint, p_source bigint, p_first bigint[], p_last bigint[], p_target bigint, p_now bigint,
    OUT o_status text, OUT o_uidvalidity bigint, OUT o_modseq bigint, OUT o_sources bigint[], OUT o_targets bigint[]) LANGUAGE plpgsql AS $$
DECLARE
    v_rows message[];
BEGIN
    v_rows := ARRAY(SELECT m FROM {code}.pick(p_account, p_source, p_first, p_last) m);
    SELECT t.o_status, t.o_uidvalidity INTO o_status, o_uidvalidity FROM {code}.target(p_account, p_target, 0, 0, 0, 0, '{}', '{}') t;
    IF o_status <> 'Done' OR cardinality(v_rows) = 0 THEN
        RETURN;
    END IF;

    o_modseq := {code}.next_modseq(p_account);
    o_sources := ARRAY(SELECT r.uid FROM unnest(v_rows) r ORDER BY r.uid);
    PERFORM {code}.delete_rows(p_account, p_source, o_sources, ARRAY(SELECT r.email_id FROM unnest(v_rows) r ORDER BY r.uid), o_modseq);
    o_targets := {code}.insert_rows(p_account, p_target, v_rows, o_modseq, p_now);
    PERFORM {code}.copy_annotations(p_account, p_source, o_sources, p_target, o_targets, o_modseq);
    PERFORM {code}.drop_annotations(p_account, p_source, o_sources);
    -- By email: a mailbox may hold one twice.
    UPDATE email e SET places = {code}.places_without(e.places, n.gone) || n.added
        FROM (SELECT r.email, array_agg({code}.place(p_source, r.source)) AS gone, string_agg({code}.place(p_target, r.target), ''::bytea ORDER BY r.target) AS added
              FROM unnest(ARRAY(SELECT v.email_id FROM unnest(v_rows) v ORDER BY v.uid), o_sources, o_targets) r(email, source, target) GROUP BY r.email) n
        WHERE e.account_id = p_account AND e.id = n.email;
END $$;
