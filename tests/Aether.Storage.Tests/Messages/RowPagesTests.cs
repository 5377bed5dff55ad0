using Aether.Storage.Messages;
using CsCheck;

namespace Aether.Storage.Tests.Messages;

/// <summary>Pages behave as one list of rows, and forks do not see each other's changes.</summary>
public sealed class RowPagesTests
{
    [Fact]
    public void Any_changes_leave_what_they_would_leave_in_a_list() =>
        Gen.Select(Gen.Int[0, 3_000], Gen.Int[0, 1_000_000]).Sample((size, seed) =>
        {
            var random = new Random(seed);
            var list = Enumerable.Range(1, size).Select(uid => Row((uint)uid * 2, 0)).ToList();
            var pages = random.Next(2) is 0 ? RowPages.Of(list) : FromFile(list).Rows;
            for (int step = 1; step <= 6; step++)
            {
                switch (random.Next(5))
                {
                    case 0:
                        uint next = (list.Count is 0 ? 0 : list[^1].Uid.Value) + 2;
                        foreach (var row in Enumerable.Range(0, random.Next(700)).Select(i => Row(next + ((uint)i * 2), step)))
                        {
                            pages.Append(row);
                            list.Add(row);
                        }
                        break;
                    case 1 when list.Count > 0:
                        int at = random.Next(list.Count);
                        pages.Set(at, list[at] = list[at] with { Flags = step });
                        break;
                    case 2:
                        int share = random.Next(1, 20);
                        var gone = list.Where(_ => random.Next(share) is 0).Select(row => row.Uid).Append(new Uid(uint.MaxValue - 1)).ToList();
                        pages.Remove(gone);
                        list.RemoveAll(row => gone.Contains(row.Uid));
                        break;
                    case 3:
                        var changed = Enumerable.Range(0, random.Next(5)).Select(_ => (uint)random.Next(1, 7_000)).Distinct().Order().Select(uid => Row(uid, step)).ToList();
                        var vanished = list.Where(_ => random.Next(50) is 0).Select(row => row.Uid).ToList();
                        pages = pages.After(changed, vanished);
                        list.RemoveAll(row => vanished.Contains(row.Uid) || changed.Exists(other => other.Uid == row.Uid));
                        list = [.. list.Concat(changed).OrderBy(row => row.Uid.Value)];
                        break;
                    default:
                        pages = pages.Fork();
                        break;
                }
            }

            return Same(list, pages);
        }, iter: 300);

    [Fact]
    public void A_fork_is_not_touched_by_changes_to_others() =>
        Gen.Int[1, 2_000].Sample(size =>
        {
            var original = Enumerable.Range(1, size).Select(uid => Row((uint)uid, 0)).ToList();
            var kept = size % 2 is 0 ? RowPages.Of(original) : FromFile(original).Rows;
            var (one, two) = (kept.Fork(), kept.Fork());
            one.Append(Row(10_000, 1));
            one.Set(size / 2, Row((uint)(size / 2) + 1, 1));
            two.Append(Row(10_001, 2));
            two.Remove([new Uid((uint)size)]);
            var three = one.Fork();
            one.Set(0, Row(1, 9));
            three.Append(Row(10_002, 3));
            return Same(original, kept) && one.Count == size + 1 && three.Count == size + 2 && three[0].Flags is not 9 && two[two.Count - 1].Uid == new Uid(10_001);
        }, iter: 200);

    [Fact]
    public void Places_outside_are_refused()
    {
        var pages = RowPages.Of([Row(1, 0)]);
        Assert.Throws<ArgumentOutOfRangeException>(() => pages[1].Uid);
        Assert.Throws<ArgumentOutOfRangeException>(() => pages[-1].Uid);
        Assert.Throws<ArgumentOutOfRangeException>(() => RowPages.Empty[0].Uid);
    }

    [Fact]
    public void A_page_of_a_file_is_read_when_it_is_looked_at()
    {
        var list = Enumerable.Range(1, 100_000).Select(uid => Row((uint)uid * 2, uid % 3)).ToList();
        var (rows, file) = FromFile(list);
        file.OctetsRead = 0;
        Assert.Equal((100_000, 40_000), (rows.Count, rows.IndexOf(new Uid(80_002))));
        rows = rows.After([Row(200_002, 0)], [new Uid(2_000)]);
        Assert.Equal((100_000, new Uid(200_002), -1), (rows.Count, rows[99_999].Uid, rows.IndexOf(new Uid(2_000))));
        Assert.InRange(file.OctetsRead, 1, 4 * RowPages.PageRows * 48);
        RowFile.Write(new MemoryFile(), default, default, 1, new MailboxRows(rows, default));
        long written = file.OctetsRead;
        _ = rows[50_000];
        Assert.Equal(RowPages.PageRows * 48, file.OctetsRead - written); // who writes them keeps none
        _ = rows[50_001];
        Assert.Equal(RowPages.PageRows * 48, file.OctetsRead - written);
    }

    [Fact]
    public void A_page_that_is_not_what_it_was_is_an_error()
    {
        var (rows, file) = FromFile([.. Enumerable.Range(1, 2_000).Select(uid => Row((uint)uid, 0))]);
        file.Octets[^100] ^= 1;
        Assert.Equal(1_000u, rows[999].Uid.Value);
        Assert.Throws<IOException>(() => rows[1_990].Uid);
    }

    private static (RowPages Rows, MemoryFile File) FromFile(IReadOnlyList<MessageRow> rows)
    {
        var file = new MemoryFile();
        RowFile.Write(file, default, default, 1, new MailboxRows(RowPages.Of(rows), default));
        return (RowFile.Read(file, default, default)!.Rows.Rows, file);
    }

    private static bool Same(List<MessageRow> list, RowPages pages)
    {
        var counted = new List<MessageRow>();
        foreach (ref readonly var row in pages)
            counted.Add(row);
        int start = list.Count / 3;
        return pages.Count == list.Count && pages.SequenceEqual(list) && counted.SequenceEqual(list)
            && pages.Copy(start, list.Count).SequenceEqual(list.Skip(start))
            && list.Index().All(item => pages.IndexOf(item.Item.Uid) == item.Index)
            && pages.FirstAtOrAbove(uint.MaxValue) == list.Count && pages.IndexOf(new Uid(uint.MaxValue)) < 0;
    }

    private static MessageRow Row(uint uid, long flags) => new(new Uid(uid), new EmailId(uid), default, flags, 0, 0);
}
