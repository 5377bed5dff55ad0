-- Rights on mailboxes, and what readers have seen in mailboxes of others.

-- Modes: 0 replace, 1 add, 2 remove (AclMode). An entry without rights goes away.
CREATE FUNCTION {code}.set_acl(p_account bigint, p_mailbox bigint, p_grantee bigint, p_mode int, p_rights int, p_denial boolean, p_most int,
    OUT o_status text, OUT o_modseq bigint) LANGUAGE plpgsql AS $$
DECLARE
    v_rights int;
    v_denied int;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM mailbox WHERE account_id = p_account AND id = p_mailbox) THEN
        o_status := 'NoSuchMailbox';
        RETURN;
    END IF;
    SELECT rights, denied INTO v_rights, v_denied FROM acl WHERE account_id = p_account AND mailbox_id = p_mailbox AND grantee_id = p_grantee;
    v_rights := coalesce(v_rights, 0);
    v_denied := coalesce(v_denied, 0);
    IF p_denial THEN
        v_denied := CASE p_mode WHEN 1 THEN v_denied | p_rights WHEN 2 THEN v_denied & ~p_rights ELSE p_rights END;
    ELSE
        v_rights := CASE p_mode WHEN 1 THEN v_rights | p_rights WHEN 2 THEN v_rights & ~p_rights ELSE p_rights END;
    END IF;

    IF v_rights | v_denied = 0 THEN
        DELETE FROM acl WHERE account_id = p_account AND mailbox_id = p_mailbox AND grantee_id = p_grantee;
    ELSIF (SELECT count(*) FROM acl WHERE account_id = p_account AND mailbox_id = p_mailbox AND grantee_id <> p_grantee) >= p_most THEN
        o_status := 'TooMany';
        RETURN;
    ELSE
        INSERT INTO acl (account_id, mailbox_id, grantee_id, rights, denied) VALUES (p_account, p_mailbox, p_grantee, v_rights, v_denied)
            ON CONFLICT (account_id, mailbox_id, grantee_id) DO UPDATE SET rights = excluded.rights, denied = excluded.denied;
    END IF;
    o_modseq := {code}.next_modseq(p_account);
    PERFORM {code}.log_mailbox(p_account, p_mailbox, o_modseq, 2);
    o_status := 'Done';
END $$;

-- Blocks of 4,096 UIDs (SeenSet). What somebody changed after p_unchanged_since stays (RFC 7162 §3.1.3).
CREATE FUNCTION {code}.set_seen(p_account bigint, p_mailbox bigint, p_reader bigint, p_first bigint[], p_last bigint[], p_seen boolean, p_unchanged_since bigint,
    OUT o_modseq bigint, OUT o_uids bigint[]) LANGUAGE plpgsql AS $$
DECLARE
    v_block record;
    v_bits bytea;
    v_changed boolean;
    v_emails bigint[] := '{}';
BEGIN
    o_uids := '{}';
    FOR v_block IN SELECT m.uid >> 12 AS no, array_agg(m.uid ORDER BY m.uid) AS uids, array_agg(m.email_id ORDER BY m.uid) AS emails
            FROM {code}.pick(p_account, p_mailbox, p_first, p_last) m WHERE p_unchanged_since IS NULL OR m.modseq <= p_unchanged_since GROUP BY 1 ORDER BY 1 LOOP
        SELECT bits INTO v_bits FROM seen WHERE account_id = p_account AND mailbox_id = p_mailbox AND reader_id = p_reader AND block = v_block.no;
        v_bits := coalesce(v_bits, decode(repeat('00', 512), 'hex'));
        v_changed := false;
        FOR i IN 1 .. cardinality(v_block.uids) LOOP
            IF get_bit(v_bits, v_block.uids[i] & 4095) <> p_seen::int THEN
                v_bits := set_bit(v_bits, v_block.uids[i] & 4095, p_seen::int);
                o_uids := o_uids || v_block.uids[i];
                v_emails := v_emails || v_block.emails[i];
                v_changed := true;
            END IF;
        END LOOP;
        IF v_changed THEN
            INSERT INTO seen (account_id, mailbox_id, reader_id, block, bits) VALUES (p_account, p_mailbox, p_reader, v_block.no, v_bits)
                ON CONFLICT (account_id, mailbox_id, reader_id, block) DO UPDATE SET bits = excluded.bits;
        END IF;
    END LOOP;
    IF cardinality(o_uids) = 0 THEN
        RETURN;
    END IF;

    o_modseq := {code}.next_modseq(p_account);
    UPDATE message SET modseq = o_modseq WHERE account_id = p_account AND mailbox_id = p_mailbox AND uid = ANY (o_uids);
    UPDATE mailbox SET highestmodseq = o_modseq WHERE account_id = p_account AND id = p_mailbox;
    PERFORM {code}.log_messages(p_account, p_mailbox, o_modseq, 2, o_uids, v_emails);
END $$;

-- A new mailbox has the rights of the one above it.
CREATE FUNCTION {code}.inherit_acl(p_account bigint, p_parent bigint, p_mailbox bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO acl (account_id, mailbox_id, grantee_id, rights, denied)
        SELECT account_id, p_mailbox, grantee_id, rights, denied FROM acl WHERE account_id = p_account AND mailbox_id = p_parent
$$;

-- The mailbox is deleted: one of the same name later is another.
CREATE FUNCTION {code}.drop_sharing(p_account bigint, p_mailbox bigint) RETURNS void LANGUAGE sql AS $$
    DELETE FROM acl WHERE account_id = p_account AND mailbox_id = p_mailbox;
    DELETE FROM metadata WHERE account_id = p_account AND mailbox_id = p_mailbox;
    DELETE FROM annotation WHERE account_id = p_account AND mailbox_id = p_mailbox;
    DELETE FROM seen WHERE account_id = p_account AND mailbox_id = p_mailbox
$$;
