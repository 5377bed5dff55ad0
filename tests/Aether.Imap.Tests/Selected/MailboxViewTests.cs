using System.Text;
using Aether.Imap.Selected;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Messages;
using CsCheck;

namespace Aether.Imap.Tests.Selected;

/// <summary>Message numbers stay what the client believes they are. RFC 3501 §7.4.1.</summary>
public sealed class MailboxViewTests
{
    [Theory]
    [InlineData("1:*", (int)Numbering.Sequence, "1,3,5,9")]
    [InlineData("2,4", (int)Numbering.Sequence, "3,9")]
    [InlineData("*", (int)Numbering.Sequence, "9")]
    [InlineData("5", (int)Numbering.Sequence, null)]
    [InlineData("3:5", (int)Numbering.Sequence, null)]
    [InlineData("2:5", (int)Numbering.Uid, "3,5")]
    [InlineData("4", (int)Numbering.Uid, "")]
    [InlineData("100:*", (int)Numbering.Uid, "9")]
    [InlineData("1:4294967295", (int)Numbering.Uid, "1,3,5,9")]
    public void A_set_names_messages(string set, int numbering, string? expected) => Assert.Equal(expected, Uids(View(1, 3, 5, 9), set, (Numbering)numbering));

    [Fact]
    public void An_empty_mailbox_has_no_numbers_and_refuses_none() => Assert.Equal(string.Empty, Uids(View(), "1:*", Numbering.Sequence));

    [Fact]
    public void Numbers_stay_until_the_client_is_told()
    {
        var view = View(1, 3, 5, 9);
        view.Expunge(new Uid(3));
        view.Expunge(new Uid(9));
        view.Expunge(new Uid(4));
        view.Append(Row(11));
        Assert.Equal("5", Uids(view, "3", Numbering.Sequence));
        Assert.Equal(5, view.Count);

        // Each number counts without those announced before it: RFC 3501 §7.4.1.
        Assert.Equal([2, 3], view.TakeExpunged());
        Assert.Equal("1,5,11", Uids(view, "1:*", Numbering.Sequence));
        Assert.False(view.HasExpunged);
    }

    [Fact]
    public void A_client_that_follows_the_numbers_ends_with_the_same_list() => Gen.Select(Gen.UInt[1, 40].HashSet[0, 20], Gen.UInt[1, 40].HashSet[0, 20]).Sample(static (all, gone) =>
    {
        uint[] uids = [.. all.Order()];
        var view = View(uids);
        var client = uids.ToList();
        foreach (uint uid in gone)
            view.Expunge(new Uid(uid));
        foreach (int number in view.TakeExpunged())
            client.RemoveAt(number - 1);
        return client.SequenceEqual(view.Rows.ToArray().Select(static row => row.Uid.Value)) && client.SequenceEqual(uids.Except(gone));
    });

    private static MailboxView View(params uint[] uids) => new(RowPages.Of(uids.Select(Row)));

    private static MessageRow Row(uint uid) => new(new Uid(uid), new EmailId(uid), new ModSeq(1), 0, 0, 0);

    private static string? Uids(MailboxView view, string set, Numbering numbering)
    {
        Assert.True(SequenceSet.TryParse(Encoding.ASCII.GetBytes(set), 100, out var parsed));
        return view.Resolve(parsed, numbering) is { } places ? string.Join(',', view.UidsAt(places)) : null;
    }
}
