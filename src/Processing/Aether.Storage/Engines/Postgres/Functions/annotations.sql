-- Annotations of messages, shared (reader 0) and of each reader. RFC 5257.

-- The same changes on each message of ranges; a name with 1 in p_gone is taken away. What somebody changed after p_unchanged_since stays, and is named.
CREATE FUNCTION {code}.set_annotations(p_account bigint, p_mailbox bigint, p_first bigint[], p_last bigint[], p_readers bigint[], p_names text[], p_gone int[], p_values bytea[],
    p_most int, p_unchanged_since bigint, OUT o_status text, OUT o_modseq bigint, OUT o_uids bigint[], OUT o_modified bigint[]) LANGUAGE plpgsql AS $$
DECLARE
    v_emails bigint[];
BEGIN
    o_status := 'Done';
    IF p_unchanged_since IS NOT NULL THEN
        SELECT array_agg(m.uid ORDER BY m.uid) INTO o_modified FROM {code}.pick(p_account, p_mailbox, p_first, p_last) m WHERE m.modseq > p_unchanged_since;
    END IF;
    SELECT array_agg(m.uid ORDER BY m.uid), array_agg(m.email_id ORDER BY m.uid) INTO o_uids, v_emails
        FROM {code}.pick(p_account, p_mailbox, p_first, p_last) m WHERE p_unchanged_since IS NULL OR m.modseq <= p_unchanged_since;
    IF o_uids IS NULL THEN
        RETURN;
    END IF;
    IF EXISTS (
        SELECT 1 FROM (
            SELECT a.uid AS uid, a.reader_id AS reader, a.name AS name FROM annotation a
                WHERE a.account_id = p_account AND a.mailbox_id = p_mailbox AND a.uid = ANY (o_uids) AND a.reader_id = ANY (p_readers)
            UNION SELECT u.uid, c.reader, c.name FROM unnest(o_uids) u(uid), unnest(p_readers, p_names, p_gone) c(reader, name, gone) WHERE c.gone = 0
            EXCEPT SELECT u.uid, c.reader, c.name FROM unnest(o_uids) u(uid), unnest(p_readers, p_names, p_gone) c(reader, name, gone) WHERE c.gone = 1) n
        GROUP BY n.uid, n.reader HAVING count(*) > p_most) THEN
        o_status := 'TooMany';
        RETURN;
    END IF;

    o_modseq := {code}.next_modseq(p_account);
    FOR i IN 1 .. cardinality(p_names) LOOP
        IF p_gone[i] = 1 THEN
            DELETE FROM annotation WHERE account_id = p_account AND mailbox_id = p_mailbox AND uid = ANY (o_uids) AND reader_id = p_readers[i] AND name = p_names[i];
        ELSE
            INSERT INTO annotation (account_id, mailbox_id, uid, reader_id, name, value, modseq)
                SELECT p_account, p_mailbox, u.uid, p_readers[i], p_names[i], p_values[i], o_modseq FROM unnest(o_uids) u(uid)
                ON CONFLICT (account_id, mailbox_id, uid, reader_id, name) DO UPDATE SET value = excluded.value, modseq = excluded.modseq;
        END IF;
    END LOOP;
    UPDATE message SET modseq = o_modseq WHERE account_id = p_account AND mailbox_id = p_mailbox AND uid = ANY (o_uids);
    UPDATE mailbox SET highestmodseq = o_modseq WHERE account_id = p_account AND id = p_mailbox;
    PERFORM {code}.log_messages(p_account, p_mailbox, o_modseq, 2, o_uids, v_emails);
END $$;

-- Copies have the shared ones, and those of the account's owner, who copies.
CREATE FUNCTION {code}.copy_annotations(p_account bigint, p_source bigint, p_sources bigint[], p_target bigint, p_targets bigint[], p_modseq bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO annotation (account_id, mailbox_id, uid, reader_id, name, value, modseq)
        SELECT p_account, p_target, p.target, a.reader_id, a.name, a.value, p_modseq FROM unnest(p_sources, p_targets) p(source, target)
        JOIN annotation a ON a.account_id = p_account AND a.mailbox_id = p_source AND a.uid = p.source AND a.reader_id IN (0, p_account)
$$;

-- The messages are gone.
CREATE FUNCTION {code}.drop_annotations(p_account bigint, p_mailbox bigint, p_uids bigint[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM annotation WHERE account_id = p_account AND mailbox_id = p_mailbox AND uid = ANY (p_uids)
$$;
