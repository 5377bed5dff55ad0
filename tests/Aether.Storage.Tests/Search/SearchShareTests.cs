using CsCheck;

namespace Aether.Storage.Tests.Search;

/// <summary>Accounts are spread over the indexes of several nodes, each to one.</summary>
public sealed class SearchShareTests
{
    [Theory]
    [InlineData("all", "all")]
    [InlineData("0-127/256", "0-127/256")]
    [InlineData("3-3/4", "3-3/4")]
    [InlineData("0-3/4", "all")]
    [InlineData("0-65535/65536", "all")]
    public void A_share_is_read_and_shown(string text, string shown)
    {
        Assert.True(SearchShare.TryParse(text, out var share));
        Assert.Equal(shown, share.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("1")]
    [InlineData("0-1")]
    [InlineData("0/1-2")]
    [InlineData("2-1/4")]
    [InlineData("0-4/4")]
    [InlineData("-1-2/4")]
    [InlineData("0-1/65537")]
    [InlineData("0-1/0")]
    [InlineData("0-99999999999/4")]
    [InlineData("a-b/c")]
    public void What_is_no_share_is_refused(string? text) => Assert.False(SearchShare.TryParse(text, out _));

    [Fact]
    public void Whatever_is_read_covers_each_account_or_does_not() =>
        Gen.String.Sample(text => !SearchShare.TryParse(text, out var share) || share.Last < share.Of);

    [Fact]
    public void Shares_that_fill_a_whole_cover_each_account_once() =>
        Gen.Select(Gen.Int[2, 300], Gen.Long[1, 1L << 40], Gen.Int[1, 299]).Sample((of, account, cut) =>
        {
            int at = 1 + (cut % (of - 1));
            Assert.True(SearchShare.TryParse($"0-{at - 1}/{of}", out var low));
            Assert.True(SearchShare.TryParse($"{at}-{of - 1}/{of}", out var high));
            return low.Covers(new AccountId(account)) ^ high.Covers(new AccountId(account));
        });

    [Fact]
    public void Accounts_one_after_another_are_spread_evenly()
    {
        int[] covered = new int[8];
        for (int account = 1; account <= 8000; account++)
        {
            for (int part = 0; part < 8; part++)
            {
                Assert.True(SearchShare.TryParse($"{part}-{part}/8", out var share));
                covered[part] += share.Covers(new AccountId(account)) ? 1 : 0;
            }
        }
        Assert.Equal(8000, covered.Sum());
        Assert.All(covered, count => Assert.InRange(count, 900, 1100));
    }
}
