-- Annotations of mailboxes (0: of the account), shared (reader 0) and of each reader. A name with 1 in p_gone is taken away.

CREATE FUNCTION {code}.set_metadata(p_account bigint, p_mailbox bigint, p_readers bigint[], p_names text[], p_gone int[], p_values bytea[], p_most int,
    OUT o_status text, OUT o_modseq bigint) LANGUAGE plpgsql AS $$
BEGIN
    IF p_mailbox <> 0 AND NOT EXISTS (SELECT 1 FROM mailbox WHERE account_id = p_account AND id = p_mailbox) THEN
        o_status := 'NoSuchMailbox';
        RETURN;
    END IF;
    IF EXISTS (
        SELECT 1 FROM (
            SELECT m.reader_id AS reader, m.name AS name FROM metadata m WHERE m.account_id = p_account AND m.mailbox_id = p_mailbox AND m.reader_id = ANY (p_readers)
            UNION SELECT c.reader, c.name FROM unnest(p_readers, p_names, p_gone) c(reader, name, gone) WHERE c.gone = 0
            EXCEPT SELECT c.reader, c.name FROM unnest(p_readers, p_names, p_gone) c(reader, name, gone) WHERE c.gone = 1) n
        GROUP BY n.reader HAVING count(*) > p_most) THEN
        o_status := 'TooMany';
        RETURN;
    END IF;

    FOR i IN 1 .. cardinality(p_names) LOOP
        IF p_gone[i] = 1 THEN
            DELETE FROM metadata WHERE account_id = p_account AND mailbox_id = p_mailbox AND reader_id = p_readers[i] AND name = p_names[i];
        ELSE
            INSERT INTO metadata (account_id, mailbox_id, reader_id, name, value) VALUES (p_account, p_mailbox, p_readers[i], p_names[i], p_values[i])
                ON CONFLICT (account_id, mailbox_id, reader_id, name) DO UPDATE SET value = excluded.value;
        END IF;
    END LOOP;
    o_modseq := {code}.next_modseq(p_account);
    o_status := 'Done';
END $$;
