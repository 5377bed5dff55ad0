-- Flags and keywords.

-- The mask of keyword names, new ones given the next free bit (8 to 62, KeywordTable); without p_create unknown names count for nothing.
CREATE FUNCTION {code}.keyword_mask(p_account bigint, p_names text[], p_create boolean, OUT o_mask bigint, OUT o_left_out boolean) LANGUAGE plpgsql AS $$
DECLARE
    v_name text;
    v_bit int;
BEGIN
    o_mask := 0;
    o_left_out := false;
    FOREACH v_name IN ARRAY p_names LOOP
        -- Keywords are atoms and ignore case (RFC 9051 §2.3.2).
        SELECT bit INTO v_bit FROM keyword WHERE account_id = p_account AND lower(name COLLATE "C") = lower(v_name COLLATE "C");
        IF v_bit IS NULL AND p_create THEN
            SELECT coalesce(max(bit), 7) + 1 INTO v_bit FROM keyword WHERE account_id = p_account;
            IF v_bit > 62 THEN
                o_left_out := true;
                CONTINUE;
            END IF;
            INSERT INTO keyword (account_id, bit, name) VALUES (p_account, v_bit, v_name);
        END IF;
        o_mask := o_mask | coalesce(1::bigint << v_bit, 0);
    END LOOP;
END $$;

-- The rows of ranges of UIDs: one index range scan a range, whatever the planner thinks of their number.
CREATE FUNCTION {code}.pick(p_account bigint, p_mailbox bigint, p_first bigint[], p_last bigint[]) RETURNS SETOF message LANGUAGE sql STABLE AS $$
    SELECT m.* FROM unnest(p_first, p_last) r(first, last)
    CROSS JOIN LATERAL (SELECT * FROM message WHERE account_id = p_account AND mailbox_id = p_mailbox AND uid BETWEEN r.first AND r.last ORDER BY uid OFFSET 0) m
    ORDER BY m.uid
$$;

-- Modes: 0 replace, 1 add, 2 remove (FlagChangeMode). What somebody changed after p_unchanged_since stays, and is named (RFC 7162 §3.1.3). What changes nothing writes nothing.
CREATE FUNCTION {code}.set_flags(p_account bigint, p_mailbox bigint, p_first bigint[], p_last bigint[], p_mode int, p_flags bigint, p_keywords text[], p_unchanged_since bigint,
    OUT o_left_out boolean, OUT o_before bigint, OUT o_modseq bigint, OUT o_uids bigint[], OUT o_flags bigint[], OUT o_modified bigint[]) LANGUAGE plpgsql AS $$
DECLARE
    v_mask bigint := p_flags;
    v_emails bigint[];
    v_unseen bigint;
BEGIN
    o_left_out := false;
    IF cardinality(p_keywords) > 0 THEN
        SELECT p_flags | k.o_mask, k.o_left_out INTO v_mask, o_left_out FROM {code}.keyword_mask(p_account, p_keywords, p_mode <> 2) k;
    END IF;
    IF p_unchanged_since IS NOT NULL THEN
        SELECT array_agg(m.uid ORDER BY m.uid) INTO o_modified FROM {code}.pick(p_account, p_mailbox, p_first, p_last) m WHERE m.modseq > p_unchanged_since;
    END IF;

    SELECT array_agg(n.uid ORDER BY n.uid), array_agg(n.flags ORDER BY n.uid), array_agg(n.email_id ORDER BY n.uid),
            sum((n.flags & 1 = 0)::int - (n.old & 1 = 0)::int)
        INTO o_uids, o_flags, v_emails, v_unseen
        FROM (SELECT m.uid, m.email_id, m.flags AS old,
                CASE p_mode WHEN 1 THEN m.flags | v_mask WHEN 2 THEN m.flags & ~v_mask ELSE v_mask END AS flags
              FROM {code}.pick(p_account, p_mailbox, p_first, p_last) m WHERE p_unchanged_since IS NULL OR m.modseq <= p_unchanged_since) n
        WHERE n.flags <> n.old;
    IF o_uids IS NULL THEN
        RETURN;
    END IF;

    o_modseq := {code}.next_modseq(p_account);
    SELECT highestmodseq INTO o_before FROM mailbox WHERE account_id = p_account AND id = p_mailbox;
    UPDATE message m SET flags = n.flags, modseq = o_modseq FROM unnest(o_uids, o_flags) n(uid, flags)
        WHERE m.account_id = p_account AND m.mailbox_id = p_mailbox AND m.uid = n.uid;
    UPDATE mailbox SET highestmodseq = o_modseq, unseen = unseen + v_unseen WHERE account_id = p_account AND id = p_mailbox;
    PERFORM {code}.log_messages(p_account, p_mailbox, o_modseq, 2, o_uids, v_emails);
END $$;
