using System.Buffers;
using System.Net.Sockets;
using Aether.Net.Polling;
using Aether.Testing.Servers;
using Microsoft.AspNetCore.Connections;

namespace Aether.Net.Tests.Polling;

/// <summary>The pipes of a polled connection behave as those that sessions were written for.</summary>
public sealed class PolledConnectionTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Octets_go_both_ways_in_pieces_of_any_size()
    {
        await using var pair = await PolledPair.OpenAsync();
        var random = new Random(1);
        byte[] sent = new byte[3_000_000];
        random.NextBytes(sent);

        var echo = Task.Run(async () =>
        {
            var (input, output) = (pair.Server.Transport.Input, pair.Server.Transport.Output);
            while (true)
            {
                var read = await input.ReadAsync();
                if (read.IsCompleted && read.Buffer.IsEmpty)
                    return;
                // Sometimes a part only, sometimes nothing until there is more.
                long take = read.IsCompleted ? read.Buffer.Length : random.NextInt64(read.Buffer.Length + 1);
                foreach (var piece in read.Buffer.Slice(0, take))
                    output.Write(piece.Span);
                input.AdvanceTo(read.Buffer.GetPosition(take), random.Next(2) is 0 ? read.Buffer.End : read.Buffer.GetPosition(take));
                await output.FlushAsync();
            }
        });
        var write = Task.Run(async () =>
        {
            var pieces = new Random(2);
            for (int at = 0; at < sent.Length;)
            {
                int count = Math.Min(pieces.Next(1, 60_000), sent.Length - at);
                at += await pair.Client.SendAsync(sent.AsMemory(at, count));
            }

            pair.Client.Shutdown(SocketShutdown.Send);
        });

        byte[] came = new byte[sent.Length];
        for (int at = 0; at < came.Length;)
        {
            int count = await pair.Client.ReceiveAsync(came.AsMemory(at)).AsTask().WaitAsync(Soon);
            Assert.NotEqual(0, count);
            at += count;
        }

        await Task.WhenAll(echo, write).WaitAsync(Soon);
        Assert.True(sent.AsSpan().SequenceEqual(came));
    }

    /// <summary>The notice of the end came before the octets in front of it were read: no other will.</summary>
    [Fact]
    public async Task The_end_behind_unread_octets_is_seen()
    {
        await using var pair = await PolledPair.OpenAsync();
        await pair.Client.SendAsync("last"u8.ToArray());
        pair.Client.Shutdown(SocketShutdown.Send);
        await Eventually.IsTrueAsync(() => ((PolledPipe)pair.Server.Transport).Socket.Reading.IsLast, "the notice of the end has come");

        var input = pair.Server.Transport.Input;
        var read = await input.ReadAsync();
        Assert.Equal("last"u8.ToArray(), read.Buffer.ToArray());
        input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        Assert.True((await input.ReadAsync().AsTask().WaitAsync(Soon)).IsCompleted);
    }

    [Fact]
    public async Task A_client_that_takes_nothing_makes_the_flush_wait_until_it_does_or_it_is_cancelled()
    {
        await using var pair = await PolledPair.OpenAsync();
        var output = pair.Server.Transport.Output;
        byte[] much = new byte[64 << 20];
        output.Write(much);

        var flush = output.FlushAsync().AsTask(); // more than all buffers of the system hold
        Assert.False(flush.IsCompleted);
        output.CancelPendingFlush();
        Assert.True((await flush.WaitAsync(Soon)).IsCanceled);

        var again = output.FlushAsync().AsTask();
        byte[] room = new byte[1 << 20];
        for (long left = much.Length; left > 0;)
            left -= await pair.Client.ReceiveAsync(room);
        var result = await again.WaitAsync(Soon);
        Assert.False(result.IsCanceled);
        Assert.False(result.IsCompleted);
        Assert.Equal(0, output.UnflushedBytes);
    }

    [Fact]
    public async Task A_cancellation_from_before_keeps_nothing_back()
    {
        await using var pair = await PolledPair.OpenAsync();
        pair.Server.Transport.Output.CancelPendingFlush();
        pair.Server.Transport.Output.Write("goodbye"u8);

        Assert.True((await pair.Server.Transport.Output.FlushAsync()).IsCanceled);
        Assert.Equal(7, await pair.Client.ReceiveAsync(new byte[100].AsMemory()).AsTask().WaitAsync(Soon));
    }

    [Fact]
    public async Task A_cancelled_read_gives_what_is_held_and_the_next_one_waits()
    {
        await using var pair = await PolledPair.OpenAsync();
        var input = pair.Server.Transport.Input;
        var read = input.ReadAsync().AsTask();
        input.CancelPendingRead();
        var woken = await read.WaitAsync(Soon);
        Assert.True(woken.IsCanceled);
        input.AdvanceTo(woken.Buffer.Start);

        input.CancelPendingRead(); // before anybody waits
        woken = await input.ReadAsync();
        Assert.True(woken.IsCanceled);
        input.AdvanceTo(woken.Buffer.Start);

        read = input.ReadAsync().AsTask();
        Assert.False(read.IsCompleted);
        await pair.Client.SendAsync("x"u8.ToArray());
        var came = await read.WaitAsync(Soon);
        Assert.False(came.IsCanceled);
        Assert.Equal("x"u8.ToArray(), came.Buffer.ToArray());
        input.AdvanceTo(came.Buffer.End);
    }

    [Fact]
    public async Task A_token_ends_the_wait()
    {
        await using var pair = await PolledPair.OpenAsync();
        using var enough = new CancellationTokenSource();
        var read = pair.Server.Transport.Input.ReadAsync(enough.Token).AsTask();
        await enough.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.WaitAsync(Soon));
    }

    [Fact]
    public async Task A_reset_is_a_lost_connection_for_both_ways()
    {
        await using var pair = await PolledPair.OpenAsync();
        var read = pair.Server.Transport.Input.ReadAsync().AsTask();
        pair.Client.LingerState = new LingerOption(true, 0);
        pair.Client.Dispose();

        await Assert.ThrowsAnyAsync<IOException>(() => read.WaitAsync(Soon));
        pair.Server.Transport.Output.Write("x"u8);
        Assert.True((await pair.Server.Transport.Output.FlushAsync()).IsCompleted);
    }

    [Fact]
    public async Task An_abort_ends_who_waits_and_tells_who_listens()
    {
        await using var pair = await PolledPair.OpenAsync();
        var told = new TaskCompletionSource();
        pair.Server.ConnectionClosed.Register(told.SetResult);
        var read = pair.Server.Transport.Input.ReadAsync().AsTask();

        pair.Server.Abort(new ConnectionAbortedException("enough"));

        Assert.True((await read.WaitAsync(Soon)).IsCompleted);
        await told.Task.WaitAsync(Soon);
    }

    [Fact]
    public async Task What_was_written_and_not_flushed_goes_out_at_the_end()
    {
        await using var pair = await PolledPair.OpenAsync();
        pair.Server.Transport.Output.Write("goodbye"u8);
        await pair.Server.DisposeAsync();

        byte[] room = new byte[100];
        Assert.Equal(7, await pair.Client.ReceiveAsync(room));
        Assert.Equal(0, await pair.Client.ReceiveAsync(room));
    }

    /// <summary>Both loops may tell of it while it moves.</summary>
    [Fact]
    public async Task A_socket_that_goes_to_another_loop_is_heard_there()
    {
        for (int i = 0; i < 20; i++)
        {
            await using var pair = await PolledPair.OpenAsync();
            var socket = ((PolledPipe)pair.Server.Transport).Socket;
            var input = pair.Server.Transport.Input;
            if (i % 2 is 0)
                await pair.Client.SendAsync("x"u8.ToArray());
            var read = i % 3 is 0 ? null : input.ReadAsync().AsTask();
            socket.Spread();
            if (i % 2 is 1)
                await pair.Client.SendAsync("x"u8.ToArray());
            var came = await (read ?? input.ReadAsync().AsTask()).WaitAsync(Soon);
            input.AdvanceTo(came.Buffer.End);

            pair.Server.Transport.Output.Write(new byte[16 << 20]);
            var flush = pair.Server.Transport.Output.FlushAsync().AsTask();
            byte[] room = new byte[1 << 20];
            for (long left = 16 << 20; left > 0;)
                left -= await pair.Client.ReceiveAsync(room);
            await flush.WaitAsync(Soon);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_who_asked_for_it_goes_on_in_the_loop_and_can_leave_it(bool inline)
    {
        await using var pair = await PolledPair.OpenAsync();
        ((PolledPipe)pair.Server.Transport).Socket.GoesOn = inline ? GoesOn.InLoop : GoesOn.InPool;
        var places = ReadAsync();
        await pair.Client.SendAsync("x"u8.ToArray());

        Assert.Equal((inline, false), await places.WaitAsync(Soon));

        async Task<(bool Before, bool After)> ReadAsync()
        {
            await pair.Server.Transport.Input.ReadAsync().ConfigureAwait(false);
            bool before = PollLoop.IsCurrent;
            await default(LoopExit);
            return (before, PollLoop.IsCurrent);
        }
    }

    [Fact]
    public async Task Nobody_is_woken_in_the_thread_that_wakes()
    {
        await using var pair = await PolledPair.OpenAsync();
        ((PolledPipe)pair.Server.Transport).Socket.GoesOn = GoesOn.InLoop;
        int waker = 0, woken = 0;
        var read = ReadAsync();
        var wake = new Thread(() =>
        {
            waker = Environment.CurrentManagedThreadId;
            pair.Server.Transport.Input.CancelPendingRead();
        });
        wake.Start();
        await read.WaitAsync(Soon);

        Assert.NotEqual(waker, woken);

        async Task ReadAsync()
        {
            await pair.Server.Transport.Input.ReadAsync().ConfigureAwait(false);
            woken = Environment.CurrentManagedThreadId;
        }
    }

    /// <summary>Notices, wakes and reads cross each other: none may be lost.</summary>
    [Fact]
    public async Task No_notice_is_lost_between_many_small_questions()
    {
        await using var pair = await PolledPair.OpenAsync();
        var (input, output) = (pair.Server.Transport.Input, pair.Server.Transport.Output);
        using var over = new CancellationTokenSource();
        var socket = ((PolledPipe)pair.Server.Transport).Socket;
        var serve = Task.Run(async () =>
        {
            for (int i = 0; ; i++)
            {
                socket.GoesOn = (GoesOn)(i % 3);
                var read = await input.ReadAsync();
                if (read.IsCompleted)
                    return;
                output.Write(read.Buffer.ToArray());
                input.AdvanceTo(read.Buffer.End);
                await output.FlushAsync();
            }
        });
        var disturb = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                input.CancelPendingRead();
                await Task.Yield();
            }
        });

        byte[] room = new byte[1];
        for (int i = 0; i < 3_000; i++)
        {
            await pair.Client.SendAsync(new[] { (byte)i });
            Assert.Equal(1, await pair.Client.ReceiveAsync(room.AsMemory()).AsTask().WaitAsync(Soon));
            Assert.Equal((byte)i, room[0]);
        }

        await over.CancelAsync();
        await disturb;
        pair.Client.Shutdown(SocketShutdown.Send);
        await serve.WaitAsync(Soon);
    }
}
