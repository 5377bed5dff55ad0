-- How a message new to an account comes into a mailbox.

-- A mailbox that something is to be stored in (null: INBOX), checked with its account's quota and those it shares in.
-- No messages to be added: they are in the account already, and a full one may still tidy up. What this operation has
-- promised to others already is given by their domains and octets, a message each.
CREATE FUNCTION {code}.target(p_account bigint, p_mailbox bigint, p_bytes bigint, p_messages bigint, p_quota_bytes bigint, p_quota_msgs bigint,
    p_domains text[], p_promised bigint[],
    OUT o_status text, OUT o_mailbox bigint, OUT o_uidvalidity bigint, OUT o_domain text) LANGUAGE plpgsql AS $$
DECLARE
    v_account account;
BEGIN
    SELECT * INTO v_account FROM account WHERE id = p_account AND state <> 2;
    IF FOUND AND p_mailbox IS NULL THEN
        SELECT id, uidvalidity INTO o_mailbox, o_uidvalidity FROM mailbox WHERE account_id = p_account AND parent_id = 0 AND name = 'INBOX';
    ELSIF FOUND THEN
        SELECT id, uidvalidity INTO o_mailbox, o_uidvalidity FROM mailbox WHERE account_id = p_account AND id = p_mailbox AND selectable = 1;
    END IF;
    o_domain := v_account.domain;
    o_status := CASE
        WHEN o_mailbox IS NULL THEN 'NoSuchMailbox'
        WHEN p_messages = 0 THEN 'Done'
        WHEN {code}.fits(CASE WHEN v_account.quota_bytes > 0 THEN v_account.quota_bytes ELSE p_quota_bytes END, v_account.used_bytes + p_bytes)
            AND {code}.fits(CASE WHEN v_account.quota_msgs > 0 THEN v_account.quota_msgs ELSE p_quota_msgs END, v_account.msgs + p_messages)
            AND {code}.fits_shared(o_domain, p_bytes, p_messages, p_domains, p_promised) THEN 'Done'
        ELSE 'OverQuota' END;
    o_uidvalidity := coalesce(o_uidvalidity, 0);
END $$;

CREATE FUNCTION {code}.deliver(p_account bigint, p_mailbox bigint, p_blob bigint, p_blob_size bigint, p_prefix bytea, p_envelope bytea,
    p_bodystructure bytea, p_parts bytea, p_subject bigint, p_refs bigint[], p_flags bigint, p_date bigint, p_now bigint, OUT o_uid bigint, OUT o_modseq bigint) LANGUAGE plpgsql AS $$
DECLARE
    v_email bigint := nextval('email_id');
    v_size bigint := p_blob_size + octet_length(p_prefix);
    v_thread bigint := {code}.join_thread(p_account, v_email, p_subject, p_refs);
BEGIN
    o_modseq := {code}.count_up(p_account, 1, v_size);
    UPDATE mailbox SET uidnext = uidnext + 1, highestmodseq = o_modseq, msgs = msgs + 1, unseen = unseen + (p_flags & 1 = 0)::int, bytes = bytes + v_size
        WHERE account_id = p_account AND id = p_mailbox RETURNING uidnext - 1 INTO o_uid;
    INSERT INTO message (account_id, mailbox_id, uid, email_id, thread_id, modseq, flags, internaldate, size, saved)
        VALUES (p_account, p_mailbox, o_uid, v_email, v_thread, o_modseq, p_flags, p_date, v_size, p_now);
    INSERT INTO email (account_id, id, blob_id, blob_size, thread_id, places, prefix, envelope, bodystructure, parts)
        VALUES (p_account, v_email, p_blob, p_blob_size, v_thread, {code}.place(p_mailbox, o_uid), p_prefix, p_envelope, p_bodystructure, p_parts);
    INSERT INTO change_log (account_id, modseq, kind, container_id, op, ids)
        VALUES (p_account, o_modseq, 0, p_mailbox, 1, '\x01'::bytea || {code}.varint(o_uid) || {code}.varint(v_email << 1));
END $$;

CREATE FUNCTION {code}.append(
    p_existing bigint, p_reserved bigint, p_hash bytea, p_size bigint, p_place int, p_seg int, p_stored bigint, p_frames bytea, p_data bytea,
    p_envelope bytea, p_bodystructure bytea, p_parts bytea, p_subject bigint, p_refs bigint[],
    p_account bigint, p_mailbox bigint, p_flags bigint, p_keywords text[], p_date bigint, p_now bigint, p_quota_bytes bigint, p_quota_msgs bigint,
    OUT o_status text, OUT o_uidvalidity bigint, OUT o_uid bigint, OUT o_modseq bigint) LANGUAGE plpgsql AS $$
DECLARE
    v_flags bigint := p_flags;
    v_blob bigint;
BEGIN
    SELECT t.o_status, t.o_uidvalidity INTO o_status, o_uidvalidity FROM {code}.target(p_account, p_mailbox, p_size, 1, p_quota_bytes, p_quota_msgs, '{}', '{}') t;
    IF o_status <> 'Done' THEN
        o_uidvalidity := 0;
        RETURN;
    END IF;
    IF cardinality(p_keywords) > 0 THEN
        v_flags := v_flags | (SELECT k.o_mask FROM {code}.keyword_mask(p_account, p_keywords, true) k);
    END IF;
    v_blob := {code}.add_blob(p_existing, p_reserved, p_hash, p_size, p_place, p_seg, p_stored, p_frames, p_data, 1);
    SELECT d.o_uid, d.o_modseq INTO o_uid, o_modseq
        FROM {code}.deliver(p_account, p_mailbox, v_blob, p_size, '', p_envelope, p_bodystructure, p_parts, p_subject, p_refs, v_flags, p_date, p_now) d;
END $$;
