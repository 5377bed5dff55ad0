-- What reports to other domains will tell, and what others report about ours.

-- Adds to open reports; one is closed by its first lease. Answers how many found no room as too many domains wait for such a report.
CREATE FUNCTION {code}.add_tallies(
    p_kinds int[], p_domains text[], p_days int[], p_due bigint[], p_keys text[], p_details text[], p_counts bigint[], p_most_domains int, p_most_details int, p_now bigint)
RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    v_lost int := 0;
    v_id bigint;
BEGIN
    FOR i IN 1..cardinality(p_kinds) LOOP
        SELECT d.id INTO v_id FROM report_due d WHERE d.kind = p_kinds[i] AND d.domain = p_domains[i] AND d.day = p_days[i] AND d.attempts = 0 FOR UPDATE;
        IF v_id IS NULL AND (SELECT count(*) FROM report_due r WHERE r.kind = p_kinds[i]) < p_most_domains THEN
            INSERT INTO report_due AS d (kind, domain, day, since, due_at) VALUES (p_kinds[i], p_domains[i], p_days[i], p_now, p_due[i])
                ON CONFLICT (kind, domain, day) WHERE attempts = 0 DO UPDATE SET since = d.since RETURNING d.id INTO v_id;
        END IF;
        IF v_id IS NULL THEN
            v_lost := v_lost + 1;
            CONTINUE;
        END IF;
        UPDATE report_tally t SET count = t.count + p_counts[i] WHERE t.due_id = v_id AND t.key = p_keys[i];
        IF FOUND THEN
            CONTINUE;
        END IF;
        UPDATE report_due d SET details = d.details + 1 WHERE d.id = v_id AND d.details < p_most_details;
        IF FOUND THEN
            INSERT INTO report_tally (due_id, key, detail, count) VALUES (v_id, p_keys[i], p_details[i], p_counts[i]);
        ELSE
            UPDATE report_due d SET lost = d.lost + p_counts[i] WHERE d.id = v_id;
        END IF;
    END LOOP;
    RETURN v_lost;
END $$;

-- Takes one report that is due; a row of nulls where there is none.
CREATE FUNCTION {code}.lease_report(
    p_due bigint, p_now bigint, p_until bigint,
    OUT id bigint, OUT kind int, OUT domain text, OUT day int, OUT since bigint, OUT due_at bigint, OUT attempts int, OUT lost bigint) LANGUAGE sql AS $$
    WITH taken AS (
        UPDATE report_due d SET attempts = d.attempts + 1, lease_until = p_until
        WHERE d.id = (SELECT r.id FROM report_due r WHERE r.due_at <= p_due AND r.lease_until <= p_now ORDER BY r.due_at, r.id LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING d.id, d.kind, d.domain, d.day, d.since, d.due_at, d.attempts, d.lost)
    SELECT t.id, t.kind, t.domain, t.day, t.since, t.due_at, t.attempts, t.lost FROM (SELECT 1) one LEFT JOIN taken t ON true
$$;

CREATE FUNCTION {code}.delay_report(p_id bigint, p_until bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    UPDATE report_due d SET lease_until = p_until WHERE d.id = p_id;
    RETURN FOUND;
END $$;

CREATE FUNCTION {code}.end_report(p_id bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM report_tally t WHERE t.due_id = p_id;
    DELETE FROM report_due d WHERE d.id = p_id;
    RETURN FOUND;
END $$;

-- Keeps a report of another operator, unless it is here.
CREATE FUNCTION {code}.add_report(
    p_kind int, p_domain text, p_organization text, p_report_id text, p_begins bigint, p_ends bigint, p_received bigint, p_sender text, p_passed bigint, p_failed bigint,
    p_content text, p_verified text, p_sources text[], p_authors text[], p_spf_domains text[], p_dkim_domains text[], p_counts bigint[], p_spf bigint[], p_dkim bigint[], p_pass bigint[])
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_id bigint;
BEGIN
    INSERT INTO report (kind, domain, organization, report_id, begins, ends, received, sender, passed, failed, content, verified)
        VALUES (p_kind, p_domain, p_organization, p_report_id, p_begins, p_ends, p_received, p_sender, p_passed, p_failed, p_content, p_verified)
        ON CONFLICT (kind, domain, organization, report_id, begins) DO NOTHING RETURNING id INTO v_id;
    IF v_id IS NULL THEN
        RETURN false;
    END IF;
    INSERT INTO report_source (report_id, domain, ends, source, author, spf_domain, dkim_domain, count, spf, dkim, passed)
        SELECT v_id, p_domain, p_ends, s.* FROM unnest(p_sources, p_authors, p_spf_domains, p_dkim_domains, p_counts, p_spf, p_dkim, p_pass) s;
    RETURN true;
END $$;

CREATE FUNCTION {code}.forget_reports(p_before bigint, p_most int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    v_gone bigint[] := ARRAY(SELECT r.id FROM report r WHERE r.received < p_before ORDER BY r.received, r.id LIMIT p_most FOR UPDATE SKIP LOCKED);
BEGIN
    DELETE FROM report_source s WHERE s.report_id = ANY (v_gone);
    DELETE FROM report r WHERE r.id = ANY (v_gone);
    RETURN cardinality(v_gone);
END $$;
