using System;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;

namespace Bmnn.Tests
{
    /// <summary>What a card does: Ed25519 as RFC 8032 §5.1 has it, written for shortness. For tests alone: it takes no
    /// care that nobody learns the key from how long it takes.</summary>
    internal sealed class Card
    {
        private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
        private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");
        private static readonly BigInteger D = Mod(-121665 * Inverse(121666));
        private static readonly BigInteger[] Base = Point(
            BigInteger.Parse("15112221349535400772501151409588531511454012693041857206046113283949847762202"),
            BigInteger.Parse("46316835694926478169428394003475163141307993866256225615783033603165251855960"));

        private readonly byte[] hash;
        private readonly BigInteger secret;

        internal Card(byte[] seed)
        {
            hash = Sha512(seed);
            var low = hash.Take(32).ToArray();
            low[0] &= 248;
            low[31] = (byte)((low[31] & 63) | 64);
            secret = Number(low);
            PublicKey = Encoded(Times(secret, Base));
        }

        internal byte[] PublicKey { get; }

        internal byte[] Sign(byte[] message)
        {
            var nonce = Number(Sha512(hash.Skip(32).Concat(message).ToArray())) % Order;
            var point = Encoded(Times(nonce, Base));
            var challenge = Number(Sha512(point.Concat(PublicKey).Concat(message).ToArray())) % Order;
            return point.Concat(Bytes((nonce + challenge * secret) % Order)).ToArray();
        }

        // Extended coordinates: x = X/Z, y = Y/Z, xy = T/Z.
        private static BigInteger[] Point(BigInteger x, BigInteger y) => new[] { x, y, BigInteger.One, Mod(x * y) };

        private static BigInteger[] Sum(BigInteger[] p, BigInteger[] q)
        {
            var a = Mod((p[1] - p[0]) * (q[1] - q[0]));
            var b = Mod((p[1] + p[0]) * (q[1] + q[0]));
            var c = Mod(2 * p[3] * q[3] * D);
            var d = Mod(2 * p[2] * q[2]);
            var (e, f, g, h) = (b - a, d - c, d + c, b + a);
            return new[] { Mod(e * f), Mod(g * h), Mod(f * g), Mod(e * h) };
        }

        private static BigInteger[] Times(BigInteger scalar, BigInteger[] point)
        {
            var sum = Point(0, 1);
            for (; scalar > 0; scalar >>= 1, point = Sum(point, point))
            {
                if (!scalar.IsEven)
                    sum = Sum(sum, point);
            }
            return sum;
        }

        private static byte[] Encoded(BigInteger[] point)
        {
            var inverse = Inverse(point[2]);
            var bytes = Bytes(Mod(point[1] * inverse));
            if (!Mod(point[0] * inverse).IsEven)
                bytes[31] |= 128;
            return bytes;
        }

        private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(value, P - 2, P);

        private static BigInteger Mod(BigInteger value) => ((value % P) + P) % P;

        // The zero behind them keeps the number from being negative.
        private static BigInteger Number(byte[] bytes) => new BigInteger(bytes.Concat(new byte[] { 0 }).ToArray());

        private static byte[] Bytes(BigInteger number) => number.ToByteArray().Concat(new byte[32]).Take(32).ToArray();

        private static byte[] Sha512(byte[] bytes)
        {
            using (var sha = SHA512.Create())
                return sha.ComputeHash(bytes);
        }
    }
}
