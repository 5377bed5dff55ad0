using System.IO.Compression;
using System.Text;
using Aether.Queue.Reports;
using Aether.Queue.Settings;
using Aether.Storage.Reports;
using Aether.Validation.DmarcReports;
using Aether.Validation.TlsReports;
using CsCheck;

namespace Aether.Queue.Tests.Reports;

/// <summary>What comes as a report is unpacked within bounds. Case D07.</summary>
public sealed class ReportReadingTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    private static readonly DmarcPublished Policy = new("our.test", "treewalk", "none", "none", "none", "r", "r", "n");
    private readonly ReportOptions options = new("mail.our.test", "mail-reports") { DmarcLimits = new DmarcReportLimits(Octets: 5_000_000) };

    private static byte[] Xml => DmarcReportWriter.Write(
        new DmarcReportHead("Far", "a@far.test", "r1", Begin, Begin.AddDays(1)), Policy, [(new DmarcDetail(Policy, "192.0.2.1", "our.test", "our.test", "pass", true, false, "", "our.test", "pass", []), 3)], 0);

    private static byte[] Json => TlsReportWriter.Write(new TlsReport("Far", "r1", Begin, Begin.AddDays(1), "a@far.test", [new TlsPolicyReport("tlsa", "mx.our.test", [], [], 1, 2, []), new TlsPolicyReport("sts", "our.test", [], [], 4, 0, [])]));

    [Fact]
    public void However_it_is_packed_a_report_is_read()
    {
        foreach (byte[] packed in (byte[][])[Xml, Gzip.Pack(Xml), Zip(("../../etc/passwd", Xml)), [0xEF, 0xBB, 0xBF, .. Xml]])
        {
            var (report, sources, problem) = ReportReading.Read(packed, options);
            Assert.Equal(("", ReportKind.Dmarc, "our.test", "r1", 3L, 0L), (problem, report!.Kind, report.Domain, report.ReportId, report.Passed, report.Failed));
            Assert.Equal(new ReportSource("192.0.2.1", "our.test", "our.test", "", 3, 0, 3, 3), Assert.Single(sources));
        }

        foreach (byte[] packed in (byte[][])[Json, Gzip.Pack(Json), Zip(("report.json", Json))])
        {
            var (report, _, problem) = ReportReading.Read(packed, options);
            Assert.Equal(("", ReportKind.Tls, "our.test", 5L, 2L), (problem, report!.Kind, report.Domain, report.Passed, report.Failed));
        }
    }

    [Fact]
    public void A_bomb_is_too_large()
    {
        byte[] zeros = new byte[60_000_000];
        "<feedback>"u8.CopyTo(zeros);
        zeros.AsSpan(10).Fill((byte)' ');
        byte[] bomb = Gzip.Pack(zeros);
        Assert.InRange(bomb.Length, 1, 100_000);
        Assert.Equal("it is too large", ReportReading.Read(bomb, options).Problem);
        Assert.Equal("it is too large", ReportReading.Read(Zip(("x.xml", zeros)), options).Problem);
        zeros[0] = (byte)'{';
        Assert.Equal("it is too large", ReportReading.Read(Gzip.Pack(zeros), options).Problem);

        // A bomb in a bomb is not opened.
        Assert.Equal("it is neither XML nor JSON", ReportReading.Read(Gzip.Pack(bomb), options).Problem);
    }

    [Fact]
    public void What_is_no_archive_is_none()
    {
        foreach (byte[] content in (byte[][])[[], "PK\x3\x4"u8.ToArray(), "PK"u8.ToArray(), [0x1f, 0x8b], [0x1f, 0x8b, 8, 0, 1], Zip(), Zip(("empty", [])), "hello"u8.ToArray(), Gzip.Pack([])])
            Assert.Null(ReportReading.Read(content, options).Report);
    }

    [Fact]
    public void Any_change_of_an_archive_gives_a_report_or_none()
    {
        foreach (byte[] good in (byte[][])[Gzip.Pack(Xml), Zip(("a.xml", Xml)), Gzip.Pack(Json)])
        {
            Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Sample(
                change =>
                {
                    byte[] octets = [.. good];
                    octets[change.Item1] = change.Item2;
                    var (report, _, problem) = ReportReading.Read(octets, options);
                    Assert.Equal(report is null, problem.Length > 0);
                },
                iter: 2_000);
        }
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach (var (name, content) in files)
            {
                using var file = zip.CreateEntry(name).Open();
                file.Write(content);
            }
        }

        return packed.ToArray();
    }
}
