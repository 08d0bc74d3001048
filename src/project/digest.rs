//! SHA-256 (FIPS 180-4), so that a saved plan can be compared with what `sha256sum` says.
//! It never guards a secret: nothing here is safe against timing.

use std::fmt::Write;

/// The first 32 bits of the fractional parts of the square roots of the first 8 primes.
const START: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

/// The same of the cube roots of the first 64 primes.
#[rustfmt::skip]
const ROUND: [u32; 64] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
];

/// The digest of a text in hexadecimal.
pub fn sha256(text: &str) -> String {
    let mut message = text.as_bytes().to_vec();
    let bits = u64::try_from(message.len())
        .unwrap_or(u64::MAX)
        .wrapping_mul(8);
    message.push(0x80);
    while message.len() % 64 != 56 {
        message.push(0);
    }
    message.extend(bits.to_be_bytes());
    let state = message.chunks_exact(64).fold(START, block);
    state.iter().fold(String::new(), |mut hex, word| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{word:08x}");
        hex
    })
}

/// One block of 64 bytes.
fn block(state: [u32; 8], bytes: &[u8]) -> [u32; 8] {
    let words = bytes.chunks_exact(4).map(|four| {
        four.iter()
            .fold(0, |word, byte| (word << 8) | u32::from(*byte))
    });
    let mut words: Vec<u32> = words.collect();
    for index in 16..ROUND.len() {
        let before = |back: usize| words.get(index - back).copied().unwrap_or_default();
        let (early, late) = (before(15), before(2));
        let small = early.rotate_right(7) ^ early.rotate_right(18) ^ (early >> 3);
        let large = late.rotate_right(17) ^ late.rotate_right(19) ^ (late >> 10);
        words.push(
            before(16)
                .wrapping_add(small)
                .wrapping_add(before(7))
                .wrapping_add(large),
        );
    }
    let mixed =
        words
            .iter()
            .zip(ROUND)
            .fold(state, |[a, b, c, d, e, f, g, h], (word, constant)| {
                let high = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
                let choice = (e & f) ^ (!e & g);
                let first = h
                    .wrapping_add(high)
                    .wrapping_add(choice)
                    .wrapping_add(constant)
                    .wrapping_add(*word);
                let low = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
                let majority = (a & b) ^ (a & c) ^ (b & c);
                let second = low.wrapping_add(majority);
                [
                    first.wrapping_add(second),
                    a,
                    b,
                    c,
                    d.wrapping_add(first),
                    e,
                    f,
                    g,
                ]
            });
    let mut sum = state;
    for (left, right) in sum.iter_mut().zip(mixed) {
        *left = left.wrapping_add(right);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::sha256;

    fn check(text: &str, expected: &str) {
        assert_eq!(sha256(text), expected);
    }

    #[test]
    fn the_vectors_of_the_standard() {
        check(
            "",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        );
        check(
            "abc",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        );
        check(
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        );
    }
}
