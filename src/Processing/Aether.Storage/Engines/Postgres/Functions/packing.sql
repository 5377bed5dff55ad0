-- Packed columns, octet for octet as Varint, Places and ChangedIds write and read them.

CREATE FUNCTION {code}.varint(p_value bigint) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    v_left bigint := p_value;
    v_packed bytea := '';
BEGIN
    WHILE v_left >= 128 LOOP
        v_packed := v_packed || substring(int8send((v_left & 127) | 128) FROM 8);
        v_left := v_left >> 7;
    END LOOP;
    RETURN v_packed || substring(int8send(v_left) FROM 8);
END $$;

-- The messages of one change: count, UIDs as differences, email ids as signed differences.
CREATE FUNCTION {code}.packed_ids(p_uids bigint[], p_emails bigint[]) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT {code}.varint(cardinality(p_uids))
        || (SELECT string_agg({code}.varint(u.uid - coalesce(p_uids[u.i - 1], 0)), ''::bytea ORDER BY u.i)
            FROM unnest(p_uids) WITH ORDINALITY u(uid, i))
        || (SELECT string_agg({code}.varint((d.diff << 1) # (d.diff >> 63)), ''::bytea ORDER BY d.i)
            FROM (SELECT e.email - coalesce(p_emails[e.i - 1], 0) AS diff, e.i FROM unnest(p_emails) WITH ORDINALITY e(email, i)) d)
$$;

CREATE FUNCTION {code}.place(p_mailbox bigint, p_uid bigint) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT {code}.varint(p_mailbox) || {code}.varint(p_uid)
$$;

-- Where an email is, without some of its places. A place is cut out only at the bounds of a pair of numbers.
CREATE FUNCTION {code}.places_without(p_places bytea, p_gone bytea[]) RETURNS bytea LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    v_kept bytea := '';
    v_from int := 0;
    v_numbers int := 0;
BEGIN
    IF p_places = p_gone[1] THEN
        RETURN '';
    END IF;
    FOR i IN 0 .. octet_length(p_places) - 1 LOOP
        IF get_byte(p_places, i) < 128 THEN
            v_numbers := v_numbers + 1;
            IF v_numbers % 2 = 0 THEN
                IF substring(p_places FROM v_from + 1 FOR i - v_from + 1) <> ALL (p_gone) THEN
                    v_kept := v_kept || substring(p_places FROM v_from + 1 FOR i - v_from + 1);
                END IF;
                v_from := i + 1;
            END IF;
        END IF;
    END LOOP;
    RETURN v_kept;
END $$;
