-- Mod-sequences and the change log. The account's row is locked to the commit, so nobody sees n + 1 before n.

CREATE FUNCTION {code}.next_modseq(p_account bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_modseq bigint;
BEGIN
    UPDATE account SET modseq = modseq + 1 WHERE id = p_account RETURNING modseq INTO v_modseq;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Account % is gone.', p_account;
    END IF;
    RETURN v_modseq;
END $$;

-- Adds to the counters of an account, and of what it shares in, and takes its next mod-sequence.
CREATE FUNCTION {code}.count_up(p_account bigint, p_messages bigint, p_bytes bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_modseq bigint;
    v_domain text;
BEGIN
    UPDATE account SET modseq = modseq + 1, msgs = msgs + p_messages, used_bytes = used_bytes + p_bytes
        WHERE id = p_account RETURNING modseq, domain INTO v_modseq, v_domain;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Account % is gone.', p_account;
    END IF;
    PERFORM {code}.charge(v_domain, p_bytes, p_messages);
    RETURN v_modseq;
END $$;

-- Writes down what a command changed in one mailbox, as one packed row. Operations: 1 added, 2 changed, 3 removed (ChangeKind).
CREATE FUNCTION {code}.log_messages(p_account bigint, p_mailbox bigint, p_modseq bigint, p_op int, p_uids bigint[], p_emails bigint[])
RETURNS void LANGUAGE sql AS $$
    INSERT INTO change_log (account_id, modseq, kind, container_id, op, ids)
    VALUES (p_account, p_modseq, 0, p_mailbox, p_op, {code}.packed_ids(p_uids, p_emails))
$$;

-- Writes down that the list of mailboxes changed.
CREATE FUNCTION {code}.log_mailbox(p_account bigint, p_mailbox bigint, p_modseq bigint, p_op int) RETURNS void LANGUAGE sql AS $$
    INSERT INTO change_log (account_id, modseq, kind, container_id, op, ids) VALUES (p_account, p_modseq, 1, p_mailbox, p_op, '')
$$;
