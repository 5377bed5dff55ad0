using Aether.Validation.TlsReports;
using CsCheck;

namespace Aether.Validation.Tests.TlsReports;

public class TlsReportRecordTests
{
    [Theory] // RFC 8460 §3
    [InlineData("v=TLSRPTv1;rua=mailto:reports@example.com", "mailto:reports@example.com")]
    [InlineData("v=TLSRPTv1; rua=https://reporting.example.com/v1/tlsrpt", "https://reporting.example.com/v1/tlsrpt")]
    [InlineData("v=TLSRPTv1; x=y; rua=mailto:a@x.test , https://y.test/r;", "mailto:a@x.test https://y.test/r")]
    [InlineData("v=TLSRPTv1 ; rua=http://x.test,ftp://x.test,mailto:b@x.test", "mailto:b@x.test")]
    [InlineData("v=TLSRPTv1; rua=https://user@x.test/", null)] // nobody gets our word for who we are
    [InlineData("v=TLSRPTv1; rua=", null)]
    [InlineData("v=TLSRPTv1;", null)]
    [InlineData("v=TLSRPTv1", null)]
    [InlineData("v=TLSRPTv2; rua=mailto:a@x.test", null)]
    [InlineData("rua=mailto:a@x.test; v=TLSRPTv1", null)]
    public void Places_are_read(string text, string? places) =>
        Assert.Equal(places, TlsReportRecord.Parse(text) is { } record ? string.Join(' ', record.Places) : null);

    [Fact]
    public void Several_records_count_as_none()
    {
        Assert.NotNull(TlsReportRecord.Find(["other", "v=TLSRPTv1; rua=mailto:a@x.test"]));
        Assert.Null(TlsReportRecord.Find(["v=TLSRPTv1; rua=mailto:a@x.test", "v=TLSRPTv1; rua=mailto:b@x.test"]));
        Assert.Null(TlsReportRecord.Find([]));
    }

    [Fact]
    public void An_address_is_read_without_its_escapes_and_questions() =>
        Assert.Equal("a+b@x.test", TlsReportRecord.AddressOf(TlsReportRecord.Parse("v=TLSRPTv1; rua=mailto:a%2Bb@x.test?subject=x")!.Places[0]));

    [Fact]
    public void A_record_names_no_more_than_ten_places() =>
        Assert.Equal(10, TlsReportRecord.Parse("v=TLSRPTv1; rua=" + string.Join(',', Enumerable.Range(0, 50).Select(i => $"mailto:a{i}@x.test")))!.Places.Count);

    [Fact]
    public void Any_text_is_a_record_or_is_not_one() => Gen.String[Gen.Char["rua=mailto:https/@.%25;,? \t\0\u00e9"], 0, 80].Sample(
        text =>
        {
            foreach (var place in TlsReportRecord.Parse("v=TLSRPTv1;" + text)?.Places ?? [])
                Assert.True(place.Scheme == "https" || TlsReportRecord.AddressOf(place).Contains('@', StringComparison.Ordinal));
        },
        iter: 20_000);
}
