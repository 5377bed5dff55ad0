using Aether.Validation.Dkim;

namespace Aether.Validation.Tests.Dkim;

public class DkimKeysTests
{
    private const string Record = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="; // RFC 8463 A.2

    [Fact]
    public void A_record_is_read_once_and_a_broken_one_is_not_kept()
    {
        var keys = new DkimKeys();
        Assert.Same(keys.Read(Record, out _), keys.Read(Record, out _));
        Assert.NotSame(keys.Read(Record, out _), keys.Read(Record + ";", out _));
        Assert.Null(keys.Read("v=DKIM1; p=!", out var problem));
        Assert.NotNull(problem);
        Assert.Equal(2, keys.Count);
    }

    [Fact] // D03
    public void Keys_of_strangers_do_not_fill_the_memory_nor_drive_out_what_is_asked_for()
    {
        var keys = new DkimKeys(10);
        var known = keys.Read(Record, out _);
        for (int i = 0; i < 1000; i++)
        {
            Assert.NotNull(keys.Read($"{Record}; x={i}", out _));
            Assert.InRange(keys.Count, 1, 20);
            if (i % 5 == 0)
                Assert.Same(known, keys.Read(Record, out _));
        }

        Assert.NotNull(keys.Read($"{Record}; x={new string('a', 5000)}", out _));
        Assert.NotSame(keys.Read($"{Record}; x={new string('a', 5000)}", out _), keys.Read($"{Record}; x={new string('a', 5000)}", out _));
    }

    [Theory]
    [InlineData(DkimAlgorithm.RsaSha256)]
    [InlineData(DkimAlgorithm.Ed25519Sha256)]
    public async Task One_key_verifies_many_messages_at_a_time(DkimAlgorithm algorithm)
    {
        using var key = new DkimSigningKey("football.example.com", "s1", algorithm, DkimSigningKey.NewSecret(algorithm));
        var dns = new TableResolver().Text(key.RecordName, key.RecordText());
        var keys = new DkimKeys();
        string signed = Samples.Sign(Samples.Mail, key);
        string changed = signed.Replace("dinner", "supper", StringComparison.Ordinal);
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => Samples.VerifyAsync(i % 2 == 0 ? signed : changed, dns, keys: keys))));
        Assert.All(results, (found, i) => Assert.Equal(i % 2 == 0 ? DkimResult.Pass : DkimResult.Fail, Assert.Single(found).Result));
        Assert.Equal(1, keys.Count);
    }
}
